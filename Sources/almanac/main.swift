import App

await Almanac.start()
