/** The parts of the grid that are made once for a window: day columns, hour lines and labels, folds. */

import { yOf } from '../layout/axis.js';
import { oddities } from '../layout/days.js';
import { clock, longDay, offset } from '../state/words.js';
import { h } from './dom.js';

/** @typedef {import('../types.js').Day} Day */
/** @typedef {import('../layout/axis.js').Axis} Axis */

/** @param {Day} day @param {Axis} axis @param {boolean} hour12 */
export function makeColumn(day, axis, hour12) {
    const under = h('div', { class: 'day-under' });
    const { gaps, repeats } = oddities(day);
    for (const gap of gaps) under.append(band('gap-band', axis, gap.from, gap.to, h('span', null, `${clock(gap.from, hour12)}–${clock(gap.to, hour12)} does not exist`)));
    for (const repeat of repeats) {
        const titles = h('div', { class: 'repeat-head' }, h('span', null, `1st · ${offset(repeat.before)}`), h('span', null, `2nd · ${offset(repeat.after)}`));
        titles.style.top = `${axis.tops[Math.floor(repeat.from / 60)]}px`;
        under.append(band('repeat-band', axis, repeat.from, repeat.to), titles);
    }
    // The now line runs behind the cards: it must not strike their text through.
    return h('section', { class: 'day-column', 'data-date': day.date, 'aria-label': longDay(day.date) },
        h('div', { class: 'day-past' }), under, h('div', { class: 'day-outages' }), h('div', { class: 'day-tails', 'aria-hidden': 'true' }),
        h('div', { class: 'now-line', 'aria-hidden': 'true' }), h('div', { class: 'day-cards' }), h('div', { class: 'day-more' }), h('div', { class: 'day-ghosts' }));
}

/**
 * @param {string} kind
 * @param {Axis} axis
 * @param {number} from wall minute
 * @param {number} to wall minute
 * @param {...HTMLElement} children
 */
export function band(kind, axis, from, to, ...children) {
    const made = h('div', { class: kind }, ...children);
    const top = yOf(axis, from);
    made.style.cssText = `top:${top}px;height:${yOf(axis, to) - top}px`;
    return made;
}

/** @param {Axis} axis the hour lines behind all days */
export function makeLines(axis) {
    const lines = h('div', { class: 'hour-lines', 'aria-hidden': 'true' });
    for (const hour of shownHours(axis)) {
        const line = h('i');
        line.style.top = `${axis.tops[hour] - 1}px`;
        lines.append(line);
    }
    return lines;
}

/** @param {Axis} axis @returns {number[]} those that begin inside the day and in no fold */
function shownHours(axis) {
    const hours = Array.from({ length: 23 }, (_, i) => i + 1);
    return hours.filter((hour) => !axis.folds.some((fold) => fold.from < hour && hour < fold.to));
}

/**
 * The hour labels, and a label for every stretch that is folded away.
 * @param {Axis} axis
 * @param {boolean} hour12
 */
export function makeLabels(axis, hour12) {
    const short = (/** @type {number} */ hour) => clock(hour * 60, hour12).replace(hour12 ? ':00' : '', '');
    return shownHours(axis).map((hour) => {
        const label = h('span', { class: 'hour-label', 'data-at': axis.tops[hour] }, short(hour));
        label.style.top = `${axis.tops[hour]}px`;
        return label;
    });
}

/** @param {Axis} axis @param {boolean} hour12 the bands of folded hours, across all days */
export function makeFolds(axis, hour12) {
    return axis.folds.map((fold) => {
        const words = `${clock(fold.from * 60, hour12)}–${clock(fold.to * 60, hour12)} folded`;
        const made = h('button', { type: 'button', class: 'fold-band', title: 'Show all hours', 'aria-label': `${words}: show all hours` }, h('span', null, words));
        made.style.cssText = `top:${fold.top}px;height:${fold.height}px`;
        return made;
    });
}
