/** The parts of the grid that are made once for a window: day headers, day columns, hour labels. */

import { yOf } from '../layout/axis.js';
import { dayNote, oddities } from '../layout/days.js';
import { loadWords } from '../layout/load.js';
import { STATUSES } from '../state/status.js';
import { clock, longDay, offset, shortDay } from '../state/words.js';
import { fill, h, icon, set } from './dom.js';

/** @typedef {import('../types.js').Day} Day */
/** @typedef {import('../layout/axis.js').Axis} Axis */
/** @typedef {import('../layout/batches.js').Item} Item */
/** @typedef {import('../layout/load.js').LoadBar} LoadBar */

/** @param {Day} day */
export function makeHead(day) {
    const note = dayNote(day);
    return h('div', { class: 'day-head', 'data-date': day.date },
        h('div', { class: 'day-line' },
            h('h2', null, h('button', { type: 'button', class: 'day-name', 'data-day': day.date, 'aria-label': `${longDay(day.date)}: open the day` }, shortDay(day.date))),
            note ? h('span', { class: 'day-note', title: note }, note) : null,
            h('span', { class: 'day-counts' })),
        h('button', { type: 'button', class: 'load', 'data-load': day.date }));
}

/**
 * What went wrong that day, and how busy its hours are.
 * @param {Element} head
 * @param {Item[]} items
 * @param {LoadBar[]} bars
 * @param {boolean} hour12
 */
export function showHead(head, items, bars, hour12) {
    const chips = /** @type {const} */ (['failed', 'missed', 'running']).map((status) => {
        const n = items.filter((item) => item.status === status).reduce((sum, item) => sum + item.events.reduce((s, e) => s + (e.missed_count || 1), 0), 0);
        return { status, n };
    }).filter(({ n }) => n);
    const counts = /** @type {HTMLElement} */ (head.querySelector('.day-counts'));
    const said = chips.map(({ status, n }) => `${status}${n}`).join();
    if (counts.dataset.said !== said) {
        counts.dataset.said = said;
        fill(counts, chips.map(({ status, n }) => {
            const word = STATUSES[status].word.toLowerCase();
            return h('span', { class: 'count-chip', 'data-status': status, title: `${n} ${word}` }, icon(STATUSES[status].icon), h('span', null, n.toLocaleString('en')), h('span', { class: 'visually-hidden' }, ` ${word}`));
        }));
    }
    const strip = /** @type {HTMLElement} */ (head.querySelector('.load'));
    if (strip.childElementCount !== bars.length) fill(strip, bars.map(() => h('i')));
    bars.forEach((bar, i) => {
        const element = /** @type {HTMLElement} */ (strip.children[i]);
        const high = bar.high.toFixed(2);
        if (element.style.getPropertyValue('--high') !== high) element.style.setProperty('--high', high);
        set(element, 'data-mark', bar.mark === 'calm' ? null : bar.mark);
        element.dataset.minute = String(bar.minute);
    });
    const words = `Load: ${loadWords(bars, hour12)}`;
    set(strip, 'aria-label', words);
    set(strip, 'title', words);
}

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

/**
 * The hour labels, and a label for every stretch that is folded away.
 * @param {Axis} axis
 * @param {boolean} hour12
 */
export function makeLabels(axis, hour12) {
    const short = (/** @type {number} */ hour) => clock(hour * 60, hour12).replace(hour12 ? ':00' : '', '');
    const labels = [];
    for (let hour = 1; hour < 24; hour += 1) {
        if (axis.folds.some((fold) => fold.from < hour && hour < fold.to)) continue;
        const label = h('span', { class: 'hour-label', 'data-at': axis.tops[hour] }, short(hour));
        label.style.top = `${axis.tops[hour]}px`;
        labels.push(label);
    }
    return labels;
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
