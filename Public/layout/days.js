/**
 * A day as it is drawn: 24 rows of wall time, with what daylight saving took out or put in.
 * All zone knowledge comes from the feed's `days`; nothing here knows a zone.
 */

/** @typedef {import('../types.js').Day} Day */
/** @typedef {{from: number, to: number}} Gap       wall minutes that do not exist */
/** @typedef {{from: number, to: number, before: number, after: number}} Repeat   wall minutes that come twice, and both offsets in seconds */

export const HOUR_MS = 3_600_000;

/** @param {Day} day @returns {{gaps: Gap[], repeats: Repeat[]}} */
export function oddities(day) {
    /** @type {Gap[]} */ const gaps = [];
    /** @type {Repeat[]} */ const repeats = [];
    let shifted = 0;
    for (const change of day.transitions) {
        const shift = Math.round((change.offset_after_seconds - change.offset_before_seconds) / 60);
        // Counted from the day's start: at midnight "00:00" could be either end of it.
        const before = Math.round((Date.parse(change.at_utc) - Date.parse(day.start_utc)) / 60_000) + shifted;
        shifted += shift;
        if (shift > 0) gaps.push({ from: before, to: Math.min(1440, before + shift) });
        if (shift < 0) {
            repeats.push({
                from: Math.max(0, before + shift), to: before,
                before: change.offset_before_seconds, after: change.offset_after_seconds,
            });
        }
    }
    return { gaps, repeats };
}

/** @param {Day} day @param {number} instant epoch milliseconds */
export function holds(day, instant) {
    return Date.parse(day.start_utc) <= instant && instant < Date.parse(day.end_utc);
}

/**
 * The wall minute (0 ..< 1440, with its fraction) of an instant inside the day.
 * @param {Day} day
 * @param {number} instant epoch milliseconds
 */
export function wallMinute(day, instant) {
    let minute = (instant - Date.parse(day.start_utc)) / 60_000;
    for (const change of day.transitions) {
        if (Date.parse(change.at_utc) <= instant) {
            minute += (change.offset_after_seconds - change.offset_before_seconds) / 60;
        }
    }
    return Math.min(1440, Math.max(0, minute));
}

/**
 * The offset in force at an instant inside the day, in seconds.
 * @param {Day} day
 * @param {number} instant epoch milliseconds
 */
export function offsetAt(day, instant) {
    const [year, month, date] = day.date.split('-').map(Number);
    const midnight = Date.UTC(year, month - 1, date);
    return Math.round((midnight + wallMinute(day, instant) * 60_000 - instant) / 1000);
}

/**
 * Which sub-column of a repeated hour an occurrence belongs to: 1 the first pass, 2 the second, 0 neither.
 * @param {Day} day
 * @param {number} minute wall minute
 * @param {number} offsetSeconds the occurrence's own offset
 * @returns {0|1|2}
 */
export function pass(day, minute, offsetSeconds) {
    const repeat = oddities(day).repeats.find((r) => r.from <= minute && minute < r.to);
    if (!repeat) return 0;
    return offsetSeconds === repeat.before ? 1 : 2;
}

/**
 * The day's hours as they pass, for a lane: one cell for each elapsed hour (23, 24 or 25),
 * with the wall minute at which it starts.
 * @param {Day} day
 * @returns {{index: number, start: number, minute: number, offset: number}[]}
 */
export function hourCells(day) {
    const start = Date.parse(day.start_utc);
    return Array.from({ length: Math.ceil(day.hours) }, (_, index) => {
        const at = start + index * HOUR_MS;
        return { index, start: at, minute: wallMinute(day, at), offset: offsetAt(day, at) };
    });
}

/**
 * What the header says beside an odd day: "23 h · clocks +1 h".
 * @param {Day} day
 */
export function dayNote(day) {
    if (!day.transitions.length) return '';
    const shift = day.transitions.reduce((sum, t) => sum + t.offset_after_seconds - t.offset_before_seconds, 0);
    const hours = Math.abs(shift) / 3600;
    const size = hours >= 1 ? `${Number(hours.toFixed(2))} h` : `${Math.round(hours * 60)} min`;
    const length = 24 - shift / 3600;
    return `${Number(length.toFixed(2))} h · clocks ${shift > 0 ? '+' : '−'}${size}`;
}
