/** What this browser likes, kept in its local storage; storage that is missing or spoilt means the defaults. */

/** @typedef {import('../types.js').Preferences} Preferences */

const KEY = 'almanac.preferences';

/** @type {Preferences} */
export const DEFAULTS = {
    view: 'week', density: 'default', theme: 'system', timezone: '', source: 'all', clock: 'server', weekStart: 'server', hours: 'all', from: 6, to: 22, lanes: 'auto',
};

const ALLOWED = /** @type {Record<string, string[]>} */ ({
    view: ['week', 'agenda', 'day', 'list'],
    density: ['compact', 'default', 'comfortable'],
    theme: ['system', 'light', 'dark'],
    source: ['all', 'cron', 'heartbeat'],
    clock: ['server', '12', '24'],
    weekStart: ['server', '0', '1', '6'],
    hours: ['all', 'busy', 'chosen'],
    lanes: ['auto', 'open', 'folded'],
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
    const result = /** @type {Record<string, string|number>} */ ({ ...DEFAULTS });
    for (const [name, choices] of Object.entries(ALLOWED)) {
        const value = given[name];
        if (typeof value === 'string' && choices.includes(value)) result[name] = value;
    }
    for (const name of ['from', 'to']) {
        const hour = given[name];
        if (Number.isInteger(hour) && Number(hour) >= 0 && Number(hour) <= 24) result[name] = Number(hour);
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
