/** The load strip: how much falls into each hour of a day, and the worst of it. */

import { shownStatus, STATUSES, worst } from '../state/status.js';
import { clock, count } from '../state/words.js';
import { HOUR_MS, hourCells } from './days.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Day} Day */
/** @typedef {import('../types.js').Lane} Lane */
/** @typedef {import('../types.js').Status} Status */
/**
 * @typedef {object} LoadBar
 * @property {number} minute wall minute at which the hour starts
 * @property {number} n occurrences that have a card
 * @property {number} high 0 ... 1, of the day's busiest hour
 * @property {'failed'|'missed'|'calm'} mark
 */

/**
 * @param {Day} day
 * @param {CalendarEvent[]} events of the day
 * @param {Lane[]} lanes they run all the time: only their trouble is told, their number says nothing about an hour
 * @param {number} now epoch milliseconds
 * @returns {LoadBar[]}
 */
export function loadOf(day, events, lanes, now) {
    const start = Date.parse(day.start_utc);
    const cells = hourCells(day).map(({ minute }) => ({ minute, n: 0, status: /** @type {Status} */ ('success') }));
    for (const event of events) {
        const cell = cells[Math.floor((event.scheduled_at_epoch * 1000 - start) / HOUR_MS)];
        if (!cell) continue;
        const status = shownStatus(event, now);
        if (STATUSES[status].severity < STATUSES[cell.status].severity) cell.status = status;
        if (!event.always_running) cell.n += 1;
    }
    for (const lane of lanes) {
        for (const hour of lane.hours) {
            const cell = hour.day === day.date ? cells[hour.hour_index] : undefined;
            if (!cell) continue;
            if (hour.failed) cell.status = worst([cell.status, 'failed']);
            if (hour.missed) cell.status = worst([cell.status, 'missed']);
        }
    }
    const most = Math.max(1, ...cells.map((cell) => cell.n));
    return cells.map(({ minute, n, status }) => ({
        minute, n, high: n ? Math.max(0.15, n / most) : 0, mark: STATUSES[status].severity <= 1 ? /** @type {'failed'|'missed'} */ (status) : 'calm',
    }));
}

/**
 * What the strip says to those who can't see it.
 * @param {LoadBar[]} bars
 * @param {boolean} hour12
 */
export function loadWords(bars, hour12) {
    const sum = bars.reduce((n, bar) => n + bar.n, 0);
    const busiest = bars.reduce((a, b) => (b.n > a.n ? b : a));
    const troubled = bars.filter((bar) => bar.mark !== 'calm').map((bar) => clock(bar.minute, hour12));
    return `${sum ? `${count(sum, 'occurrence')}, most at ${clock(busiest.minute, hour12)}` : 'nothing'}${troubled.length ? `, trouble at ${troubled.join(', ')}` : ''}`;
}
