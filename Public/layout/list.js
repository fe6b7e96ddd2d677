/** A day's items as the list shows them: grouped by wall hour, cut where it grows long, breakouts never cut. */

import { STATUSES } from '../state/status.js';

/** @typedef {import('./batches.js').Item} Item */
/** @typedef {{hour: number, offset: number, items: Item[]}} HourGroup */

/** Rows before a list is cut. */
export const LIST_LIMIT = 50;

/**
 * @param {Item[]} items of one day
 * @param {number} [limit]
 * @returns {{groups: HourGroup[], cut: number}} `cut` is the number of rows left out
 */
export function byHour(items, limit = LIST_LIMIT) {
    const ordered = [...items].sort((a, b) => a.events[0].scheduled_at_epoch - b.events[0].scheduled_at_epoch);
    let room = limit - ordered.filter((item) => STATUSES[item.status].breakout).length;
    /** @type {HourGroup[]} */
    const groups = [];
    let cut = 0;
    for (const item of ordered) {
        if (!STATUSES[item.status].breakout) {
            room -= 1;
            if (room < 0) {
                cut += 1;
                continue;
            }
        }
        const event = item.events[0];
        const hour = Math.floor(event.minute_of_day / 60);
        const last = groups[groups.length - 1];
        if (last && last.hour === hour && last.offset === event.offset_seconds) last.items.push(item);
        else groups.push({ hour, offset: event.offset_seconds, items: [item] });
    }
    return { groups, cut };
}
