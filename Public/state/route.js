/** What the address bar says: view, date, filter and the open event. */

/** @typedef {import('../types.js').Route} Route */

const VIEWS = ['week', 'agenda', 'day', 'list'];
const SOURCES = ['all', 'cron', 'heartbeat'];

/**
 * Reads a query string; what is missing or wrong falls back to the defaults.
 * @param {string} query
 * @param {Partial<Route>} [defaults]
 * @returns {Route}
 */
export function parseRoute(query, defaults = {}) {
    const given = new URLSearchParams(query);
    const view = given.get('view') ?? '', source = given.get('source') ?? '', date = given.get('date') ?? '';
    // An address that names a view says all that differs from the defaults; only a bare one follows what this browser likes.
    const likes = given.has('view') ? {} : defaults;
    return {
        view: /** @type {Route['view']} */ (VIEWS.includes(view) ? view : defaults.view ?? 'week'),
        source: /** @type {Route['source']} */ (SOURCES.includes(source) ? source : likes.source ?? 'all'),
        date: isDate(date) ? date : null,
        search: given.get('q') ?? '',
        event: given.get('event') || null,
    };
}

/** @param {Route} route @returns {string} the query string, with its question mark */
export function formatRoute(route) {
    const query = new URLSearchParams({ view: route.view });
    if (route.date) query.set('date', route.date);
    if (route.source !== 'all') query.set('source', route.source);
    if (route.search) query.set('q', route.search);
    if (route.event) query.set('event', route.event);
    return `?${query}`;
}

/** @param {string} text */
export function isDate(text) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
    const at = new Date(`${text}T00:00:00Z`);
    return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
