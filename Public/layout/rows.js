/**
 * Crowded hours in rows: what falls due together stands one below the other, as many abreast as can be read,
 * instead of in slivers side by side.
 *
 * A card tells its exact time in words, so inside its own hour its place may give way by a row: a card never leaves
 * its clock hour, never changes its order in time against what it shares an hour with, and no future one moves above now.
 */

import { STATUSES } from '../state/status.js';

/** @typedef {import('./columns.js').Box} Box */
/**
 * @typedef {object} Floor an hour of one day
 * @property {number} top in pixels
 * @property {number} latest the lowest that a card of it may begin
 * @property {number} bottom in pixels
 * @property {Box[]} boxes in order of time
 */

const SEVERITIES = Object.keys(STATUSES).length;

/**
 * @param {Floor[]} floors in order of time; those after now apart from those before it
 * @param {{card: number, limit: number}} room the least height of a card in pixels, and how many can be read abreast
 * @returns {Box[]} the same boxes where they are to stand
 */
export function settle(floors, { card, limit }) {
    /** @type {Box[]} */
    const settled = [];
    let busyUntil = 0;
    floors.forEach((floor, i) => {
        const next = floors[i + 1]?.boxes[0]?.start ?? Infinity;
        // What would be pushed out of its hour stands beside what is in its way instead.
        const from = busyUntil <= floor.latest ? Math.max(floor.top, busyUntil) : floor.top;
        const placed = fits(floor, busyUntil, next) ? floor.boxes : inRows(floor, from, next, { card, limit });
        for (const box of placed) {
            busyUntil = Math.max(busyUntil, box.end);
            settled.push(box);
        }
    });
    return settled;
}

/** @param {Floor} floor @param {number} from @param {number} next where the next floor begins to be used */
function fits({ boxes }, from, next) {
    let end = from;
    for (const box of boxes) {
        if (box.start < end) return false;
        end = box.end;
    }
    return end <= next;
}

/** @param {Floor} floor @param {number} from @param {number} next @param {{card: number, limit: number}} room @returns {Box[]} */
function inRows({ boxes, bottom }, from, next, { card, limit }) {
    const natural = Math.max(...boxes.map((box) => box.start)) + card;
    const floor = Math.max(from + card, natural <= next ? Math.max(bottom, natural) : bottom);
    const most = Math.max(1, Math.floor((floor - from) / card + 0.01));
    const { shown, hidden } = choose(boxes, most * limit);
    const abreast = Math.max(1, Math.ceil(shown.length / most));
    /** @type {Box[][]} */
    const rows = [];
    for (let i = 0; i < shown.length; i += abreast) rows.push(shown.slice(i, i + abreast));
    const tops = rows.map((row) => row[0].start);
    tops.forEach((top, i) => {
        tops[i] = Math.max(top, i ? tops[i - 1] + card : from);
    });
    for (let i = tops.length - 1, end = floor; i >= 0; i -= 1) {
        tops[i] = Math.min(tops[i], end - card);
        end = tops[i];
    }
    // What finds no place stands in the last row, where it gives way to a "+n".
    const placed = rows.flatMap((row, i) => row.map((box) => moved(box, tops[i], card, false)));
    for (const box of hidden) placed.push(moved(box, tops[tops.length - 1], card, true));
    return placed;
}

/** @param {Box} box @param {number} start @param {number} card @param {boolean} yields @returns {Box} */
function moved({ key, severity, breakout, pass }, start, card, yields) {
    return { key, start, end: start + card, severity, breakout, pass, yields };
}

/**
 * The worst, as many as there are places; breakouts all. Both in order of time.
 * @param {Box[]} boxes in order of time
 * @param {number} places
 */
function choose(boxes, places) {
    if (boxes.length <= places) return { shown: boxes, hidden: [] };
    // How many of each severity there are tells how far down the places reach.
    const counts = new Array(SEVERITIES).fill(0);
    let breakouts = 0;
    for (const box of boxes) {
        counts[box.severity] += 1;
        if (box.breakout) breakouts += 1;
    }
    let room = Math.max(places, breakouts), last = 0;
    while (last < SEVERITIES && counts[last] <= room) {
        room -= counts[last];
        last += 1;
    }
    /** @type {Box[]} */ const shown = [];
    /** @type {Box[]} */ const hidden = [];
    for (const box of boxes) {
        if (box.severity < last || (box.severity === last && (room -= 1) >= 0)) shown.push(box);
        else hidden.push(box);
    }
    return { shown, hidden };
}
