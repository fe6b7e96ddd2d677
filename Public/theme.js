// Runs before the first paint, so that a chosen theme does not flash. The rest of the preferences wait for app.js.
try {
    const theme = JSON.parse(localStorage.getItem('almanac.preferences') || '{}').theme;
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
    // Without storage the system's theme holds.
}
