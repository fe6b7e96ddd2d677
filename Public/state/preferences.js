/** What this browser likes, kept in its local storage; storage that is missing or spoilt means the defaults. */

/** @typedef {import('../types.js').Preferences} Preferences */

const KEY = 'almanac.preferences';

/** @type {Preferences} */
export const DEFAULTS = { view: 'week', density: 'default', theme: 'system', timezone: '', source: 'all' };

const CHOICES = /** @type {Record<string, string[]>} */ ({
    view: ['week', 'day', 'list'],
    density: ['compact', 'default', 'comfortable'],
    theme: ['system', 'light', 'dark'],
    source: ['all', 'cron', 'heartbeat'],
});

/** @param {string|null} text @returns {Preferences} */
export function parsePreferences(text) {
    /** @type {Record<string, unknown>} */
    let given = {};
    try {
        given = JSON.parse(text ?? '{}') ?? {};
    } catch {
        // A spoilt entry is as good as none.
    }
    const result = /** @type {Record<string, string>} */ ({ ...DEFAULTS });
    for (const [name, choices] of Object.entries(CHOICES)) {
        const value = given[name];
        if (typeof value === 'string' && choices.includes(value)) result[name] = value;
    }
    if (typeof given.timezone === 'string' && given.timezone.length < 64) result.timezone = given.timezone;
    return /** @type {Preferences} */ (/** @type {unknown} */ (result));
}

/** @param {Storage|undefined} storage */
export function loadPreferences(storage) {
    try {
        return parsePreferences(storage?.getItem(KEY) ?? null);
    } catch {
        return { ...DEFAULTS };
    }
}

/** @param {Storage|undefined} storage @param {Preferences} preferences */
export function savePreferences(storage, preferences) {
    try {
        storage?.setItem(KEY, JSON.stringify(preferences));
    } catch {
        // A full or forbidden storage costs the preference, nothing else.
    }
}
