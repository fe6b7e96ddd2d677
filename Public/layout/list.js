/** A day's items as the lists show them: cut where they grow long, breakouts never cut, grouped by wall hour. */

import { STATUSES } from '../state/status.js';

/** @typedef {import('./batches.js').Item} Item */
/** @typedef {import('../types.js').Ghost} Ghost */
/** @typedef {{at: number, minute: number, offset: number, item: Item, ghost: null}|{at: number, minute: number, offset: number, item: null, ghost: Ghost}} Row   `at` in epoch milliseconds, `minute` of the day, `offset` from UTC in seconds */
/** @typedef {{hour: number, offset: number, rows: Row[]}} HourGroup */

/** Rows before a list is cut. */
export const LIST_LIMIT = 50;

/**
 * The items in order of time, as many as may be shown.
 * @param {Item[]} items of one day
 * @param {number} limit
 * @returns {{kept: Item[], left: number}} `left` is the number of rows left out
 */
export function cut(items, limit) {
    const ordered = [...items].sort((a, b) => a.events[0].scheduled_at_epoch - b.events[0].scheduled_at_epoch);
    let room = limit - ordered.filter((item) => STATUSES[item.status].breakout).length;
    const kept = ordered.filter((item) => STATUSES[item.status].breakout || (room -= 1) >= 0);
    return { kept, left: ordered.length - kept.length };
}

/** What went well longer ago than this is folded away on the day that it is, in milliseconds. */
const EARLIER_MS = 2 * 3_600_000;
/** Fewer of them are not worth a fold. */
const EARLIER_LEAST = 6;

/**
 * The items of today without those that passed calmly.
 * @param {Item[]} items
 * @param {number} now epoch milliseconds
 * @returns {{kept: Item[], passed: number}}
 */
export function earlier(items, now) {
    const kept = items.filter((item) => STATUSES[item.status].breakout || item.events[item.events.length - 1].scheduled_at_epoch * 1000 > now - EARLIER_MS);
    const passed = items.length - kept.length;
    return passed < EARLIER_LEAST ? { kept: items, passed: 0 } : { kept, passed };
}

/**
 * Items and ghosts of one day as rows in order of time; a ghost stands behind what is there at its time.
 * @param {Item[]} items
 * @param {Ghost[]} ghosts
 * @returns {Row[]}
 */
export function rowsInTime(items, ghosts) {
    /** @type {Row[]} */
    const rows = items.map((item) => {
        const { scheduled_at_epoch: epoch, minute_of_day: minute, offset_seconds: offset } = item.events[0];
        return { at: epoch * 1000, minute, offset, item, ghost: null };
    });
    for (const ghost of ghosts) rows.push({ at: ghost.at, minute: ghost.minute, offset: ghost.offset, item: null, ghost });
    return rows.sort((a, b) => a.at - b.at);
}

/**
 * @param {Item[]} items of one day
 * @param {number} [limit] of items: ghosts are never cut
 * @param {Ghost[]} [ghosts] of the same day
 * @returns {{groups: HourGroup[], cut: number}} `cut` is the number of rows left out
 */
export function byHour(items, limit = LIST_LIMIT, ghosts = []) {
    const { kept, left } = cut(items, limit);
    /** @type {HourGroup[]} */
    const groups = [];
    for (const row of rowsInTime(kept, ghosts)) {
        const hour = Math.floor(row.minute / 60);
        const last = groups[groups.length - 1];
        if (last && last.hour === hour && last.offset === row.offset) last.rows.push(row);
        else groups.push({ hour, offset: row.offset, rows: [row] });
    }
    return { groups, cut: left };
}
