/** The cells of an "Always Running" lane: one for each hour that passes, shaded by volume, marked by the worst that happened. */

import { count } from '../state/words.js';
import { hourCells } from './days.js';

/** @typedef {import('../types.js').Lane} Lane */
/** @typedef {import('../types.js').Day} Day */
/** @typedef {import('../types.js').LaneHour} LaneHour */
/**
 * @typedef {object} Cell
 * @property {string} day
 * @property {number} index
 * @property {number} minute wall minute at which the hour starts
 * @property {number} start epoch milliseconds
 * @property {'none'|'scheduled'|'success'|'skipped'|'missed'|'failed'} mark
 * @property {0|1|2|3} shade volume, in quarters of the busiest hour
 * @property {LaneHour|null} hour
 */

/**
 * @param {{hours: LaneHour[]}} lane
 * @param {Day[]} days
 * @returns {Cell[][]} one row of cells for each day
 */
export function cells(lane, days) {
    const found = new Map(lane.hours.map((hour) => [`${hour.day}|${hour.hour_index}`, hour]));
    const busiest = Math.max(1, ...lane.hours.map(total));
    return days.map((day) => hourCells(day).map(({ index, start, minute }) => {
        const hour = found.get(`${day.date}|${index}`) ?? null;
        const volume = hour ? total(hour) / busiest : 0;
        const shade = /** @type {0|1|2|3} */ (volume > 0.66 ? 3 : volume > 0.33 ? 2 : volume > 0 ? 1 : 0);
        return { day: day.date, index, minute, start, mark: mark(hour), shade, hour };
    }));
}

const COUNTS = /** @type {const} */ (['scheduled', 'success', 'failed', 'missed', 'running', 'skipped']);

/**
 * All lanes as one: what the folded row shows.
 * @param {Lane[]} lanes
 * @returns {{hours: LaneHour[]}}
 */
export function together(lanes) {
    /** @type {Map<string, LaneHour>} */
    const hours = new Map();
    for (const hour of lanes.flatMap((lane) => lane.hours)) {
        const key = `${hour.day}|${hour.hour_index}`;
        const sum = hours.get(key) ?? { start_utc: hour.start_utc, day: hour.day, hour_index: hour.hour_index };
        for (const name of COUNTS) sum[name] = (sum[name] ?? 0) + (hour[name] ?? 0);
        hours.set(key, sum);
    }
    return { hours: [...hours.values()] };
}

/** @param {LaneHour} hour */
export function total(hour) {
    return (hour.scheduled ?? 0) + (hour.success ?? 0) + (hour.failed ?? 0) + (hour.missed ?? 0) + (hour.running ?? 0) + (hour.skipped ?? 0);
}

/** @param {LaneHour|null} hour @returns {Cell['mark']} */
function mark(hour) {
    if (!hour) return 'none';
    if (hour.failed) return 'failed';
    if (hour.missed) return 'missed';
    if (hour.success || hour.running) return 'success';
    if (hour.skipped) return 'skipped';
    return hour.scheduled ? 'scheduled' : 'none';
}

/**
 * "287 of 288 ok, 1 failed at 04:00": what has happened over the window, future left out.
 * @param {{hours: LaneHour[]}} lane
 * @param {(utc: string) => string} localTime
 */
export function tally(lane, localTime) {
    const sum = { success: 0, failed: 0, missed: 0, skipped: 0, scheduled: 0 };
    for (const hour of lane.hours) {
        for (const name of /** @type {(keyof typeof sum)[]} */ (Object.keys(sum))) sum[name] += hour[name] ?? 0;
    }
    const past = sum.success + sum.failed + sum.missed + sum.skipped;
    if (past === 0) return sum.scheduled ? `${sum.scheduled.toLocaleString('en')} to come` : 'nothing in this window';
    const text = [`${sum.success.toLocaleString('en')} of ${past.toLocaleString('en')} ok`];
    for (const trouble of /** @type {const} */ (['failed', 'missed'])) {
        const hours = lane.hours.filter((hour) => hour[trouble]);
        const at = hours.length === 1 ? ` at ${localTime(hours[0].start_utc)}` : '';
        if (hours.length) text.push(`${sum[trouble].toLocaleString('en')} ${trouble}${at}`);
    }
    if (sum.skipped) text.push(`${sum.skipped.toLocaleString('en')} skipped`);
    return text.join(', ');
}

/**
 * "12 ok, 1 failed": one hour's counts.
 * @param {LaneHour|null} hour
 */
export function hourTally(hour) {
    if (!hour || total(hour) === 0) return 'nothing';
    const text = [];
    if (hour.failed) text.push(`${hour.failed} failed`);
    if (hour.missed) text.push(`${hour.missed} missed`);
    if (hour.running) text.push(`${hour.running} running`);
    if (hour.success) text.push(`${hour.success} ok`);
    if (hour.skipped) text.push(`${hour.skipped} skipped`);
    if (hour.scheduled) text.push(count(hour.scheduled, 'to come', 'to come'));
    return text.join(', ');
}
