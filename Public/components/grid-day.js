/** One day's column of the grid: cards, the lines of long runs, "+n", outages and ghosts, where the layout puts them. */

import { yOf } from '../layout/axis.js';
import { pass, wallMinute } from '../layout/days.js';
import { layOut, MORE_WIDTH, roomOf, TWO_LINES } from '../layout/grid.js';
import { TRACK_WIDTH } from '../layout/tails.js';
import { clock, longDay } from '../state/words.js';
import { goingOf, makeCard, makeGhost, updateCard } from './card.js';
import { fill, h, keyed, say, set } from './dom.js';
import { band } from './grid-parts.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Day} Day */
/** @typedef {import('../layout/batches.js').Item} Item */
/**
 * @typedef {object} Frame what all days of the grid have in common
 * @property {number} width of a day's cards, in pixels
 * @property {import('../layout/axis.js').Axis} axis
 * @property {number} card the least height of one
 * @property {number} abreast the most cards side by side
 * @property {boolean} hour12
 * @property {number} now
 * @property {import('../types.js').Outage[]} outages
 * @property {Set<string>} going event ids of occurrences that a proposal would take
 * @property {string} shape changes whenever columns are made anew
 */

/** Draws days, and writes only what differs from what it drew before. */
export class DayDrawing {
    constructor() {
        /** @type {WeakMap<Element, {where: string, roomy: boolean, hour12: boolean, going: number, status: string, events: CalendarEvent[]}>} what each card shows */
        this.drawn = new WeakMap();
        /** @type {WeakMap<Element, Item[]>} what waits behind each "+n" */
        this.behind = new WeakMap();
    }

    /**
     * @param {Element} column
     * @param {Day} day
     * @param {CalendarEvent[]} events
     * @param {Frame} frame
     * @returns {Item[]} what the day holds, hidden or not
     */
    show(column, day, events, frame) {
        const { items, cards, tails, more } = layOut(day, events, frame.now, frame);
        const part = (/** @type {string} */ name) => /** @type {Element} */ (column.querySelector(name));
        keyed(part('.day-cards'), cards.sort((a, b) => a.box.start - b.box.start || a.left - b.left), (card) => card.item.key, makeCard, (element, card) => this.showCard(element, card, day, frame));
        keyed(part('.day-tails'), tails, (tail) => tail.key, () => h('i'), showTail);
        const byKey = new Map(items.map((item) => [item.key, item]));
        keyed(part('.day-more'), more, (m) => `more ${day.date} ${m.start} ${m.right}`, () => h('button', { type: 'button', class: 'more', tabindex: '-1' }), (chip, m) => {
            const hidden = m.keys.map((key) => /** @type {Item} */ (byKey.get(key)));
            this.behind.set(chip, hidden);
            const n = hidden.reduce((sum, item) => sum + item.events.length, 0);
            say(chip, `+${n}`);
            set(chip, 'aria-label', `${n} more around ${clock(hidden[0].events[0].minute_of_day, frame.hour12)} on ${longDay(day.date)}`);
            chip.style.cssText = `top:${m.start}px;left:${share(m.left, frame)};width:${share(MORE_WIDTH - 2, frame)};height:${frame.card - 2}px`;
        });
        showOutages(/** @type {HTMLElement} */ (part('.day-outages')), day, frame);
        return items;
    }

    /**
     * Draws a card where something about it changed.
     * @param {HTMLElement} element
     * @param {import('../layout/grid.js').Card} card
     * @param {Day} day
     * @param {Frame} frame
     */
    showCard(element, { item, box, left, width }, day, frame) {
        const { hour12, now } = frame;
        const going = goingOf(item, frame.going);
        const where = `top:${box.start.toFixed(2)}px;height:${(box.end - box.start - 2).toFixed(2)}px;left:${share(left, frame)};width:${share(width - 2, frame)}`;
        const drawn = this.drawn.get(element);
        const room = roomOf(width), tall = box.end - box.start >= TWO_LINES, roomy = tall || room === 'wide';
        if (drawn?.where !== where) {
            element.style.cssText = where;
            element.toggleAttribute('data-tall', tall);
            set(element, 'data-room', room);
        }
        const same = drawn && drawn.roomy === roomy && drawn.hour12 === hour12 && drawn.going === going && drawn.status === item.status && item.status !== 'running'
            && drawn.events.length === item.events.length && drawn.events.every((event, i) => event === item.events[i]);
        const first = item.events[0];
        if (!same) updateCard(element, item, { hour12, now, repeated: day.transitions.length > 0 && Boolean(pass(day, first.minute_of_day, first.offset_seconds)), roomy, going });
        this.drawn.set(element, { where, roomy, hour12, going, status: item.status, events: item.events });
    }
}

/** @param {number} pixels of the day's width, as a share of it: what is drawn keeps its place when the window grows a little @param {Frame} frame */
function share(pixels, { width }) {
    return `${((pixels / width) * 100).toFixed(3)}%`;
}

/** @param {HTMLElement} line @param {import('../layout/tails.js').Track & {item: Item}} tail how long a run lasts, as a line beside its card */
function showTail(line, tail) {
    const where = `top:${tail.from}px;height:${tail.to - tail.from}px;left:${tail.track * TRACK_WIDTH}px`;
    if (line.dataset.where !== where) line.style.cssText = where;
    line.dataset.where = where;
    set(line, 'data-status', tail.item.status);
}

/** @param {HTMLElement} layer @param {Day} day @param {Frame} frame */
function showOutages(layer, day, { outages, shape, axis, now, hour12 }) {
    const start = Date.parse(day.start_utc), end = Date.parse(day.end_utc);
    const key = outages.map((outage) => `${outage.id} ${outage.to_utc}`).join() + shape;
    if (layer.dataset.of === key && !outages.some((outage) => !outage.to_utc)) return;
    layer.dataset.of = key;
    fill(layer, outages.flatMap((outage) => {
        const from = Math.max(start, Date.parse(outage.from_utc)), to = Math.min(end, outage.to_utc ? Date.parse(outage.to_utc) : now);
        if (to <= from) return [];
        const first = wallMinute(day, from), last = to === end ? 1440 : wallMinute(day, to);
        const made = band('outage-band', axis, first, Math.max(first, last));
        made.title = `The scheduler was not running ${clock(Math.floor(first), hour12)}–${clock(Math.floor(last), hour12)}${outage.reason_in_words ? ` (${outage.reason_in_words})` : ''}`;
        return [made];
    }));
}

/**
 * Occurrences that a proposal would bring.
 * @param {HTMLElement} column
 * @param {import('../types.js').Ghost[]} ghosts
 * @param {import('../layout/axis.js').Axis} axis
 * @param {boolean} hour12
 */
export function showGhosts(column, ghosts, axis, hour12) {
    const own = ghosts.filter((ghost) => ghost.day === column.dataset.date);
    const layer = /** @type {Element} */ (column.querySelector('.day-ghosts'));
    if (!own.length && !layer.firstChild) return;
    fill(layer, own.map((ghost) => {
        const made = makeGhost(ghost, hour12);
        made.style.top = `${yOf(axis, ghost.minute)}px`;
        return made;
    }));
}
