/** A day of the grid: every card its place, for the room at hand. All lengths are pixels. */

import { STATUSES } from '../state/status.js';
import { FOLD_HEIGHT, foldOf, yOf } from './axis.js';
import { batch } from './batches.js';
import { arrange } from './columns.js';
import { holds, oddities, pass, wallMinute } from './days.js';
import { settle } from './rows.js';
import { tracks, tracksBeside, TRACK_WIDTH } from './tails.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Day} Day */
/** @typedef {import('./axis.js').Axis} Axis */
/** @typedef {import('./batches.js').Item} Item */
/** @typedef {import('./columns.js').Box} Box */
/** @typedef {import('./columns.js').More} More */
/** @typedef {import('./rows.js').Floor} Floor */
/** @typedef {import('./tails.js').Track} Track */
/** @typedef {{width: number, axis: Axis, card: number, abreast: number}} Room   a day's width, its hours, the least height of a card, and the most cards abreast */
/** @typedef {{item: Item, box: Box, left: number, width: number}} Card   where it stands in the day's column */
/** @typedef {{items: Item[], cards: Card[], tails: (Track & {item: Item})[], more: (More & {left: number})[]}} Laid */

export const MORE_WIDTH = 32;
/** The least width at which a card can be read. */
export const CARD_WIDTH = 84;
/** From this height on a card has a second line. */
export const TWO_LINES = 36;
/** Below this, breakouts of one schedule stack. */
const TIGHT_WIDTH = 62;
/** Below this, those of several do. */
const TARGET_WIDTH = 28;

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
    const passOf = day.transitions.length ? (/** @type {CalendarEvent} */ event) => pass(day, event.minute_of_day, event.offset_seconds) : undefined;
    const items = batch(events, now, crowded, packed, passOf);
    const open = room.axis.folds.length ? items.filter((item) => !foldOf(room.axis, hourOf(item))) : items;
    const limit = Math.max(1, Math.min(room.abreast, Math.floor(room.width / CARD_WIDTH)));
    const boxes = new Map(open.map((item) => [item.key, boxOf(day, item, room)]));
    const settled = floors(day, open, boxes, now, room).flatMap((side) => settle(side, { card: room.card, limit }));
    const { places, more } = arrange(settled, limit, room.card);
    const byKey = new Map(items.map((item) => [item.key, item]));
    const tails = tracks(open.filter((item) => places.has(item.key)).flatMap((item) => tailOf(day, item, /** @type {Box} */ (boxes.get(item.key)), room)));
    const cards = settled.flatMap((box) => {
        const place = places.get(box.key);
        if (!place) return [];
        const inset = place.base === 0 ? tracksBeside(tails, place.from, place.to) * TRACK_WIDTH : 0;
        const strip = room.width * place.share - inset - (place.beside ? MORE_WIDTH : 0);
        return [{ item: /** @type {Item} */ (byKey.get(box.key)), box, left: room.width * place.base + inset + strip * place.left, width: strip * place.width }];
    });
    const hoursBelow = (/** @type {number} */ width) => new Set(cards.filter((card) => card.width < width).map((card) => hourOf(card.item)));
    const narrow = crowded.size ? new Set() : hoursBelow(TIGHT_WIDTH);
    if (narrow.size) return layOut(day, events, now, room, narrow);
    const slivers = packed.size ? new Set() : hoursBelow(TARGET_WIDTH);
    if (slivers.size) return layOut(day, events, now, room, crowded, slivers);
    return {
        items, cards, tails: tails.map((tail) => ({ ...tail, item: /** @type {Item} */ (byKey.get(tail.key)) })),
        more: [...more.map((m) => ({ ...m, left: room.width * m.right - MORE_WIDTH })), ...foldedMore(items, room)],
    };
}

/** @param {Item[]} items */
function inTime(items) {
    return [...items].sort((a, b) => a.events[0].scheduled_at_epoch - b.events[0].scheduled_at_epoch);
}

/** @param {Item} item the wall hour that it starts in */
function hourOf(item) {
    return Math.floor(item.events[0].minute_of_day / 60);
}

/**
 * What lies in folded hours waits behind one "+n" for each fold.
 * @param {Item[]} items
 * @param {Room} room
 */
function foldedMore(items, { axis, width }) {
    return axis.folds.flatMap((fold) => {
        const keys = items.filter((item) => fold.from <= hourOf(item) && hourOf(item) < fold.to).map((item) => item.key);
        return keys.length ? [{ start: fold.top + 1, end: fold.top + FOLD_HEIGHT - 1, keys, right: 1, left: width - MORE_WIDTH }] : [];
    });
}

/**
 * The boxes hour by hour, what was before now apart from what comes after; the second pass of a repeated hour, which
 * lies beside the first, in a list of its own.
 * @param {Day} day
 * @param {Item[]} items
 * @param {Map<string, Box>} boxes
 * @param {number} now
 * @param {Room} room
 * @returns {Floor[][]}
 */
function floors(day, items, boxes, now, { axis, card }) {
    const nowY = holds(day, now) ? yOf(axis, wallMinute(day, now)) : null;
    /** @type {Map<number, Floor>[]} by hour, pass and side of now */
    const sides = [new Map(), new Map()];
    for (const item of inTime(items)) {
        const box = /** @type {Box} */ (boxes.get(item.key));
        const hour = hourOf(item), future = item.events[0].scheduled_at_epoch * 1000 >= now;
        const side = sides[box.pass === 2 ? 1 : 0];
        const key = hour * 8 + (box.pass ?? 0) * 2 + Number(future);
        const floor = side.get(key);
        if (floor) {
            floor.boxes.push(box);
            continue;
        }
        const top = axis.tops[hour] + axis.heads[hour], bottom = axis.tops[hour + 1];
        const cut = nowY !== null && top <= nowY && nowY < bottom ? nowY : null;
        // Nothing past sinks below the now line, nothing to come rises above it.
        const sinks = cut !== null && !future;
        side.set(key, { top: cut !== null && future ? cut : top, latest: sinks ? cut : bottom - 1, bottom: sinks ? Math.min(bottom, cut + card) : bottom, boxes: [box] });
    }
    return sides.map((side) => [...side.values()]);
}

/**
 * A card's own box: from its minute on, one line high, two where it lasts so long.
 * @param {Day} day
 * @param {Item} item
 * @param {Room} room
 * @returns {Box}
 */
function boxOf(day, item, room) {
    const first = item.events[0];
    // A card at the very end of the day stays inside it.
    const start = Math.min(yOf(room.axis, first.minute_of_day), room.axis.height - room.card);
    const long = endOf(day, item, room) - start >= TWO_LINES;
    const end = Math.min(room.axis.height, start + (long ? Math.max(TWO_LINES, room.card) : room.card));
    const { severity, breakout } = STATUSES[item.status];
    return { key: item.key, start, end, severity, breakout, pass: pass(day, first.minute_of_day, first.offset_seconds) };
}

/** @param {Day} day @param {Item} item @param {Box} box @param {Room} room */
function tailOf(day, item, box, room) {
    const to = endOf(day, item, room);
    return to - box.start > TWO_LINES && !box.pass ? [{ key: item.key, from: box.start, to }] : [];
}

/**
 * Where an item ends: a run with its duration, a range with its last occurrence.
 * @param {Day} day
 * @param {Item} item
 * @param {Room} room
 */
function endOf(day, item, { axis }) {
    const first = item.events[0], last = item.events[item.events.length - 1];
    if (item.kind !== 'card') return yOf(axis, last.minute_of_day);
    // What did not run has no length.
    if (['skipped', 'cancelled', 'missed', 'disabled'].includes(item.status)) return yOf(axis, first.minute_of_day);
    const seconds = first.run?.duration_ms != null ? first.run.duration_ms / 1000 : first.duration_hint_seconds ?? 0;
    return yOf(axis, Math.min(1440, first.minute_of_day + wallLength(day, first, seconds)));
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
 * How much of itself a card of this width can tell.
 * @param {number} width in pixels
 */
export function roomOf(width) {
    if (width < 40) return 'icon';
    if (width < 132) return 'title';
    return width < 320 ? 'line' : 'wide';
}
