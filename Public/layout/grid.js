/** A day of the grid: every card its place, for the width and height at hand. */

import { STATUSES } from '../state/status.js';
import { batch } from './batches.js';
import { arrange } from './columns.js';
import { oddities, pass, wallMinute } from './days.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Day} Day */
/** @typedef {import('./batches.js').Item} Item */
/** @typedef {import('./columns.js').Box} Box */
/** @typedef {import('./columns.js').More} More */
/** @typedef {import('./columns.js').Place} Place */
/** @typedef {{dayWidth: number, hourHeight: number, cardHeight: number, abreast: number}} Room   pixels, and the most cards side by side */
/** @typedef {{items: Item[], boxByKey: Map<string, Box>, places: Map<string, Place>, more: More[]}} Laid */

const MORE_HEIGHT = 18, MORE_WIDTH = 34;
/** The least width at which a card still shows a word. */
export const CARD_WIDTH = 60;
/** Below this a card has room for its icon only; below that it is hard to press. */
const ICON_WIDTH = 40, TARGET_WIDTH = 26;

/**
 * Finds every card its place. Where breakouts would be slivers they stack: first by schedule, then by status alone.
 * @param {Day} day
 * @param {CalendarEvent[]} events
 * @param {number} now epoch milliseconds
 * @param {Room} room
 * @param {Set<number>} [crowded]
 * @param {Set<number>} [packed]
 * @returns {Laid}
 */
export function layOut(day, events, now, room, crowded = new Set(), packed = new Set()) {
    const items = batch(events, now, crowded, packed);
    const least = (room.cardHeight / room.hourHeight) * 60;
    const boxes = items.map((item) => boxOf(day, item, least));
    // As many abreast as are allowed and still tell something.
    const limit = Math.max(2, Math.min(room.abreast, Math.floor(room.dayWidth / CARD_WIDTH)));
    const { places, more } = arrange(boxes, limit, (MORE_HEIGHT / room.hourHeight) * 60);
    const hoursBelow = (/** @type {number} */ width) => new Set(items.filter((item) => {
        const place = places.get(item.key);
        return place && widthOf(place, room.dayWidth) < width;
    }).map((item) => Math.floor(item.events[0].minute_of_day / 60)));
    const narrow = crowded.size ? new Set() : hoursBelow(ICON_WIDTH);
    if (narrow.size) return layOut(day, events, now, room, narrow);
    const slivers = packed.size ? new Set() : hoursBelow(TARGET_WIDTH);
    if (slivers.size) return layOut(day, events, now, room, crowded, slivers);
    return { items, boxByKey: new Map(boxes.map((box) => [box.key, box])), places, more };
}

/**
 * A card's width in pixels.
 * @param {Place} place
 * @param {number} dayWidth in pixels
 */
export function widthOf({ share, width, beside }, dayWidth) {
    return (dayWidth * share - (beside ? MORE_WIDTH : 0)) * width;
}

/**
 * How much of itself a card of this width can tell.
 * @param {number} width in pixels
 */
export function roomOf(width) {
    if (width < ICON_WIDTH) return 'icon';
    if (width < 76) return 'short';
    if (width < 108) return 'title';
    return width < 320 ? 'line' : 'wide';
}

/**
 * How many minutes of the wall clock an occurrence covers: a clock change makes them more or fewer than those that pass.
 * @param {Day} day
 * @param {CalendarEvent} event
 * @param {number} seconds that pass
 */
function wallLength(day, event, seconds) {
    const start = event.scheduled_at_epoch * 1000, end = start + seconds * 1000;
    if (!day.transitions.some((change) => Date.parse(change.at_utc) > start && Date.parse(change.at_utc) <= end)) return seconds / 60;
    const until = end >= Date.parse(day.end_utc) ? 1440 : wallMinute(day, end);
    const repeat = oddities(day).repeats[0];
    return Math.max(until, repeat ? repeat.to : 0) - event.minute_of_day;
}

/**
 * The span that an item covers as drawn: from its minute, for as long as it lasts, and never lower than a card.
 * @param {Day} day
 * @param {Item} item
 * @param {number} least minutes that the lowest card covers
 * @returns {Box}
 */
function boxOf(day, item, least) {
    const first = item.events[0], last = item.events[item.events.length - 1];
    // What did not run has no length.
    const idle = ['skipped', 'cancelled', 'missed', 'disabled'].includes(item.status);
    const seconds = idle ? 0 : first.run?.duration_ms != null ? first.run.duration_ms / 1000 : first.duration_hint_seconds ?? 0;
    const length = item.kind === 'card' ? wallLength(day, first, seconds) : last.minute_of_day - first.minute_of_day;
    // A card at the very end of the day stays inside it.
    const start = Math.min(first.minute_of_day, 1440 - least);
    const end = Math.min(1440, Math.max(start + least, start + length));
    const status = STATUSES[item.status];
    return { key: item.key, start, end, severity: status.severity, breakout: status.breakout, pass: pass(day, first.minute_of_day, first.offset_seconds) };
}
