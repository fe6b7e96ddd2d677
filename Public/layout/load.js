/** The load strip: how much falls into each hour of a day, cards and lanes together, and the worst of it. */

import { shownStatus, STATUSES, worst } from '../state/status.js';
import { clock } from '../state/words.js';
import { hourCells } from './days.js';
import { total } from './lanes.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Day} Day */
/** @typedef {import('../types.js').Lane} Lane */
/** @typedef {import('../types.js').Status} Status */
/**
 * @typedef {object} LoadBar
 * @property {number} minute wall minute at which the hour starts
 * @property {number} n occurrences
 * @property {number} high 0 ... 1, of the busiest hour in the window
 * @property {'failed'|'missed'|'calm'} mark
 */

const HOUR_MS = 3_600_000;

/**
 * @param {Day} day
 * @param {CalendarEvent[]} events of the day; those of lanes are counted with their lanes
 * @param {Lane[]} lanes
 * @param {number} now epoch milliseconds
 * @param {number} [ceiling] the count that fills the strip's height; the day's own busiest hour where none is given
 * @returns {LoadBar[]}
 */
export function loadOf(day, events, lanes, now, ceiling) {
    const start = Date.parse(day.start_utc);
    const cells = hourCells(day).map(({ minute }) => ({ minute, n: 0, status: /** @type {Status} */ ('success') }));
    for (const event of events) {
        const cell = cells[Math.floor((event.scheduled_at_epoch * 1000 - start) / HOUR_MS)];
        if (!cell) continue;
        cell.status = worst([cell.status, shownStatus(event, now)]);
        if (!event.always_running) cell.n += 1;
    }
    for (const lane of lanes) {
        for (const hour of lane.hours) {
            const cell = hour.day === day.date ? cells[hour.hour_index] : undefined;
            if (!cell) continue;
            cell.n += total(hour);
            if (hour.failed) cell.status = worst([cell.status, 'failed']);
            if (hour.missed) cell.status = worst([cell.status, 'missed']);
        }
    }
    const most = Math.max(1, ceiling ?? 0, ...cells.map((cell) => cell.n));
    return cells.map(({ minute, n, status }) => ({
        // A root, so that one busy hour does not flatten all the others.
        minute, n, high: n ? Math.max(0.12, Math.sqrt(n / most)) : 0, mark: STATUSES[status].severity <= 1 ? /** @type {'failed'|'missed'} */ (status) : 'calm',
    }));
}

/**
 * What the strip says to those who can't see it.
 * @param {LoadBar[]} bars
 * @param {boolean} hour12
 */
export function loadWords(bars, hour12) {
    const sum = bars.reduce((n, bar) => n + bar.n, 0);
    if (!sum) return 'nothing';
    const busiest = bars.reduce((a, b) => (b.n > a.n ? b : a));
    const troubled = bars.filter((bar) => bar.mark !== 'calm').map((bar) => clock(bar.minute, hour12));
    return `${sum.toLocaleString('en')} occurrences, most at ${clock(busiest.minute, hour12)}${troubled.length ? `, trouble at ${troubled.join(', ')}` : ''}`;
}
