/** What each status is called, drawn with and how loudly it speaks. */

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Status} Status */

/** How long after its time a scheduled occurrence is called late, in milliseconds. */
const LATE_AFTER_MS = 15_000;

/**
 * Worst first: the order in which a crowded hour gives up its places.
 * @type {Record<Status, {word: string, icon: string, severity: number, breakout: boolean}>}
 */
export const STATUSES = {
    failed: { word: 'Failed', icon: 'failed', severity: 0, breakout: true },
    missed: { word: 'Missed', icon: 'missed', severity: 1, breakout: true },
    late: { word: 'Late', icon: 'late', severity: 2, breakout: true },
    running: { word: 'Running', icon: 'running', severity: 3, breakout: true },
    pending: { word: 'Change pending', icon: 'pending', severity: 4, breakout: true },
    cancelled: { word: 'Cancelled', icon: 'skipped', severity: 5, breakout: false },
    skipped: { word: 'Skipped', icon: 'skipped', severity: 6, breakout: false },
    paused: { word: 'Paused', icon: 'paused', severity: 7, breakout: false },
    scheduled: { word: 'Scheduled', icon: 'scheduled', severity: 8, breakout: false },
    success: { word: 'Succeeded', icon: 'success', severity: 9, breakout: false },
    disabled: { word: 'Disabled', icon: 'disabled', severity: 10, breakout: false },
};

/**
 * The status to draw: what is recorded, sharpened by what the clock says.
 * @param {CalendarEvent} event
 * @param {number} now epoch milliseconds
 * @returns {Status}
 */
export function shownStatus(event, now) {
    if (event.running) return 'running';
    if (event.late) return 'late';
    if (event.status === 'scheduled' && event.job_state === 'active' && event.scheduled_at_epoch * 1000 < now - LATE_AFTER_MS) {
        return 'late';
    }
    return event.status in STATUSES ? event.status : 'scheduled';
}

/** A run is overdue once it has taken so many times what it usually takes. */
const OVERRUN = 2;

/**
 * Whether a running occurrence takes much longer than it usually does: the server's word where it gives one.
 * @param {CalendarEvent} event
 * @param {number} now epoch milliseconds
 */
export function overruns(event, now) {
    if (event.overrunning !== undefined) return event.overrunning;
    const started = event.run?.started_at;
    return Boolean(event.running && started && event.duration_hint_seconds && now - Date.parse(started) > event.duration_hint_seconds * 1000 * OVERRUN);
}

/** @param {string} status */
export function statusOf(status) {
    const aliases = /** @type {Record<string, Status>} */ ({ lost: 'failed' });
    return STATUSES[/** @type {Status} */ (aliases[status] ?? status)] ?? STATUSES.scheduled;
}

/** @param {Status[]} statuses */
export function worst(statuses) {
    return statuses.reduce((a, b) => (STATUSES[b].severity < STATUSES[a].severity ? b : a));
}

/**
 * The kind of schedule behind an event; it colours the rail.
 * @param {{source: string, always_running?: boolean, color_key?: string}} event
 * @returns {'heartbeat'|'always'|'oneshot'|'cron'}
 */
export function kindOf(event) {
    if (event.source === 'heartbeat') return 'heartbeat';
    if (event.always_running) return 'always';
    if (event.color_key && /one.?shot|^at$/.test(event.color_key)) return 'oneshot';
    return 'cron';
}
