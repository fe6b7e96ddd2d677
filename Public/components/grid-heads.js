/** The day headers of grid and agenda: name, what went wrong, and the strip that shows the load of each hour. */

import { dayNote } from '../layout/days.js';
import { loadOf, loadWords } from '../layout/load.js';
import { STATUSES } from '../state/status.js';
import { longDay, shortDay } from '../state/words.js';
import { fill, h, icon, set } from './dom.js';

/** @typedef {import('../types.js').Day} Day */
/** @typedef {import('../layout/batches.js').Item} Item */
/** @typedef {import('../layout/load.js').LoadBar} LoadBar */

/** Redraws the headers of days that changed: once a frame, however many changes it brought. */
export class DayHeads {
    /** @param {Element} place */
    constructor(place) {
        this.place = place;
        /** @type {Map<string, () => {items: Item[], bars: LoadBar[], hour12: boolean}>} by date */
        this.due = new Map();
        this.frame = 0;
    }

    /** @param {Day[]} days */
    make(days) {
        fill(this.place, h('div', { class: 'grid-corner' }), days.map(makeHead));
    }

    /** @param {string} date @returns {HTMLElement|null} */
    of(date) {
        return this.place.querySelector(`[data-date="${date}"]`);
    }

    /**
     * @param {Day} day
     * @param {Item[]} items
     * @param {{eventsOf: (date: string) => import('../types.js').CalendarEvent[], lanes: import('../types.js').Lane[], now: number, hour12: boolean}} model
     */
    change(day, items, model) {
        this.due.set(day.date, () => ({ items, bars: loadOf(day, model.eventsOf(day.date), model.lanes, model.now), hour12: model.hour12 }));
        this.frame ||= requestAnimationFrame(() => {
            this.frame = 0;
            for (const [date, shown] of this.due) {
                const head = this.of(date);
                if (head) showHead(head, shown());
            }
            this.due.clear();
        });
    }
}

/** @param {Day} day */
function makeHead(day) {
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
 * @param {{items: Item[], bars: LoadBar[], hour12: boolean}} shown
 */
function showHead(head, { items, bars, hour12 }) {
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

/**
 * The minute of the hour that was pressed; by key, of the worst of the day, or else its busiest.
 * @param {HTMLElement} strip
 * @param {MouseEvent} event
 */
export function pressedMinute(strip, event) {
    const bars = /** @type {HTMLElement[]} */ ([...strip.children]);
    const high = (/** @type {HTMLElement} */ bar) => Number(bar.style.getPropertyValue('--high'));
    const worst = bars.find((bar) => bar.dataset.mark) ?? bars.reduce((a, b) => (high(b) > high(a) ? b : a));
    const hit = event.detail ? bars.find((bar) => event.clientX < bar.getBoundingClientRect().right) ?? bars[bars.length - 1] : worst;
    return Number(hit.dataset.minute);
}
