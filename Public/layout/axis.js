/**
 * The hours of a day on the screen: from wall minutes to pixels, with hours folded away where nothing is to be seen.
 */

/** @typedef {{from: number, to: number, top: number, height: number}} Fold   folded hours, [from, to), and where their band lies */
/** @typedef {{tops: number[], heads: number[], height: number, folds: Fold[]}} Axis   the top of every hour in pixels, with the end of the day last, and what each keeps free at its head */

/** A stretch of folded hours, whatever its length, is so high. */
export const FOLD_HEIGHT = 22;
/** An hour that comes twice has a head so high, for the titles of its two passes. */
export const REPEAT_HEAD = 16;

/**
 * @param {number} hourHeight in pixels
 * @param {Set<number>} [folded] wall hours that are folded away
 * @param {Set<number>} [repeated] wall hours that come twice on one of the days, wholly or in part
 * @returns {Axis}
 */
export function makeAxis(hourHeight, folded = new Set(), repeated = new Set()) {
    const tops = [0];
    const heads = Array.from({ length: 24 }, (_, hour) => (repeated.has(hour) && !folded.has(hour) ? REPEAT_HEAD : 0));
    /** @type {Fold[]} */
    const folds = [];
    for (let hour = 0; hour < 24; hour += 1) {
        let end = hour;
        while (end < 24 && folded.has(end)) end += 1;
        if (end === hour) {
            tops.push(tops[hour] + hourHeight + heads[hour]);
            continue;
        }
        folds.push({ from: hour, to: end, top: tops[hour], height: FOLD_HEIGHT });
        for (let i = 1; i <= end - hour; i += 1) tops.push(tops[hour] + (FOLD_HEIGHT * i) / (end - hour));
        hour = end - 1;
    }
    return { tops, heads, height: tops[24], folds };
}

/**
 * Where a wall minute lies.
 * @param {Axis} axis
 * @param {number} minute 0 ... 1440
 */
export function yOf({ tops, heads }, minute) {
    const hour = Math.min(23, Math.max(0, Math.floor(minute / 60)));
    const top = tops[hour] + heads[hour];
    return top + ((minute - hour * 60) / 60) * (tops[hour + 1] - top);
}

/**
 * The fold that holds an hour, if it is folded.
 * @param {Axis} axis
 * @param {number} hour
 */
export function foldOf({ folds }, hour) {
    return folds.find((fold) => fold.from <= hour && hour < fold.to) ?? null;
}

/**
 * Which hours to fold: those without anything, or those outside the hours that somebody chose to see.
 * An hour with something that must stand out is never folded, and a single empty hour is no stretch worth folding.
 * @param {{hour: number, breakout: boolean}[]} marks one for every item of the days in sight
 * @param {{hours: 'all'|'busy'|'chosen', from: number, to: number}} wish
 * @param {number|null} nowHour the hour of now, if it is in sight
 * @returns {Set<number>}
 */
export function hoursToFold(marks, { hours, from, to }, nowHour) {
    /** @type {Set<number>} */
    const folded = new Set();
    if (hours === 'all') return folded;
    const held = new Set(marks.map((mark) => mark.hour)), loud = new Set(marks.filter((mark) => mark.breakout).map((mark) => mark.hour));
    for (let hour = 0; hour < 24; hour += 1) {
        const outside = from <= to ? hour < from || hour >= to : hour < from && hour >= to;
        if (hours === 'busy' ? !held.has(hour) : outside && !loud.has(hour)) folded.add(hour);
    }
    if (nowHour !== null) folded.delete(nowHour);
    for (const hour of [...folded]) if (!folded.has(hour - 1) && !folded.has(hour + 1)) folded.delete(hour);
    // Nothing at all would leave nothing to look at.
    return folded.size === 24 ? new Set() : folded;
}
