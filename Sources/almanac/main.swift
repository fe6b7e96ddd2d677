import App

await Almanac.main()
