/** The week as seven lists side by side: for fleets whose hours are either full or empty. */

import { batch } from '../layout/batches.js';
import { holds } from '../layout/days.js';
import { cut, LIST_LIMIT, rowsInTime } from '../layout/list.js';
import { clock, count } from '../state/words.js';
import { goingOf, makeCard, makeGhost, titleOf, updateCard } from './card.js';
import { emit, fill, h, keyed } from './dom.js';
import { DayHeads } from './grid-heads.js';
import { follow } from './grid-keys.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Day} Day */
/** @typedef {import('../layout/batches.js').Item} Item */
/** @typedef {{days: Day[], eventsOf: (date: string) => CalendarEvent[], preview: import('../types.js').Preview, lanes: import('../types.js').Lane[], now: number, hour12: boolean}} AgendaModel */

export class AlmanacAgenda extends HTMLElement {
    constructor() {
        super();
        /** @type {AgendaModel|null} */
        this.model = null;
        /** @type {Map<string, Item[]>} */
        this.items = new Map();
        this.shape = '';
        this.head = h('div', { class: 'grid-head' });
        this.heads = new DayHeads(this.head);
        this.columns = h('div', { class: 'agenda-days', role: 'region', 'aria-label': 'The week as lists', tabindex: '0' });
    }

    connectedCallback() {
        if (!this.firstChild) this.append(this.head, this.columns);
        for (const type of ['click', 'keydown']) this.addEventListener(type, this);
    }

    disconnectedCallback() {
        for (const type of ['click', 'keydown']) this.removeEventListener(type, this);
    }

    /** @param {AgendaModel} model */
    show(model) {
        this.model = model;
        this.style.setProperty('--days', String(model.days.length));
        const shape = model.days.map((day) => day.date).join();
        if (shape !== this.shape) {
            this.shape = shape;
            this.heads.make(model.days);
            fill(this.columns, model.days.map((day) => h('section', { class: 'agenda-day day-column', 'data-date': day.date }, h('ul'))));
        }
        this.patch(new Set(model.days.map((day) => day.date)), model.now);
    }

    /** @param {Set<string>} dates @param {number} now */
    patch(dates, now) {
        if (!this.model || this.hidden) return;
        this.model.now = now;
        for (const day of this.model.days) if (dates.has(day.date)) this.showDay(day, this.model);
    }

    /** @param {Day} day @param {AgendaModel} model */
    showDay(day, model) {
        const column = /** @type {HTMLElement} */ (this.columns.querySelector(`[data-date="${day.date}"]`));
        const events = model.eventsOf(day.date);
        const items = batch(events, model.now);
        this.items.set(day.date, items);
        const today = holds(day, model.now);
        column.toggleAttribute('data-today', today);
        this.heads.of(day.date)?.toggleAttribute('data-today', today);
        this.heads.change(day, items, model);
        const { kept, left } = cut(items, LIST_LIMIT);
        const list = /** @type {HTMLElement} */ (column.querySelector('ul'));
        let hour = -1, passed = !today;
        const { ghosts, going } = model.preview;
        const rows = rowsInTime(kept, ghosts.filter((ghost) => ghost.day === day.date));
        keyed(list, rows, ({ at, item }) => item?.key ?? `ghost ${at}`, ({ item }) => h('li', null, item ? makeCard() : null), (row, { at, minute, item, ghost }) => {
            if (item) {
                const card = /** @type {HTMLElement} */ (row.firstElementChild);
                card.dataset.key = item.key;
                card.dataset.room = 'line';
                card.tabIndex = 0;
                updateCard(card, item, { hour12: model.hour12, now: model.now, repeated: day.transitions.length > 0, roomy: false, going: goingOf(item, going) });
            } else {
                fill(row, makeGhost(ghost, model.hour12));
            }
            const of = Math.floor(minute / 60);
            row.toggleAttribute('data-hour', of !== hour);
            const next = !passed && at >= model.now;
            row.toggleAttribute('data-next', next);
            hour = of;
            passed ||= next;
        });
        column.querySelector('.agenda-rest')?.remove();
        if (left) column.append(h('button', { type: 'button', class: 'agenda-rest', 'data-day': day.date }, `${count(left, 'more entry', 'more entries')} on this day`));
        if (!rows.length && !column.querySelector('.quiet')) column.append(h('p', { class: 'quiet' }, 'Nothing'));
        if (rows.length) column.querySelector('.quiet')?.remove();
    }

    /** @param {number} now */
    tick(now) {
        if (this.model) this.model.now = now;
    }

    scrollToStart() {
        const next = /** @type {HTMLElement|null} */ (this.columns.querySelector('[data-next]'));
        this.columns.scrollTop = next ? Math.max(0, next.offsetTop - this.columns.clientHeight * 0.4) : 0;
    }

    reveal() {
        this.columns.querySelector('.ghost')?.scrollIntoView({ block: 'center' });
    }

    /** @param {string} eventId @returns {HTMLElement|null} */
    cardOf(eventId) {
        return this.querySelector(`.card[data-event="${CSS.escape(eventId)}"]`);
    }

    /** @param {Event} event */
    handleEvent(event) {
        const target = /** @type {HTMLElement} */ (event.target);
        if (event.type === 'keydown') return follow(/** @type {KeyboardEvent} */ (event), '.agenda-day');
        const day = /** @type {HTMLElement|null} */ (target.closest('.day-name, .agenda-rest'));
        if (day) return emit(this, day.classList.contains('agenda-rest') ? 'almanac-list' : 'almanac-day', day.dataset.day);
        if (target.closest('.load')) return emit(this, 'almanac-day', /** @type {HTMLElement} */ (target.closest('.load')).dataset.load);
        const card = /** @type {HTMLElement|null} */ (target.closest('.card'));
        const item = card && [...this.items.values()].flat().find((candidate) => candidate.key === card.dataset.key);
        if (!item) return undefined;
        if (item.kind === 'card') return emit(this, 'almanac-open', item.events[0].event_id);
        return emit(this, 'almanac-crowd', { title: `${titleOf(item)} ×${item.events.length}, ${clock(item.events[0].minute_of_day, this.model?.hour12)}`, events: item.events });
    }
}

customElements.define('almanac-agenda', AlmanacAgenda);
