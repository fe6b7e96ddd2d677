/** The week or day grid: hours down, days across, a card for every occurrence. */

import { hoursToFold, makeAxis, yOf } from '../layout/axis.js';
import { holds, oddities, offsetAt, pass, wallMinute } from '../layout/days.js';
import { shownStatus, STATUSES } from '../state/status.js';
import { clock } from '../state/words.js';
import { titleOf } from './card.js';
import { emit, fill, h, say, set } from './dom.js';
import { DayDrawing, showGhosts } from './grid-day.js';
import { DayHeads, pressedMinute } from './grid-heads.js';
import { follow } from './grid-keys.js';
import { makeColumn, makeFolds, makeLabels, makeLines } from './grid-parts.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Day} Day */
/** @typedef {import('../layout/batches.js').Item} Item */
/**
 * @typedef {object} GridModel
 * @property {Day[]} days
 * @property {(date: string) => CalendarEvent[]} eventsOf
 * @property {import('../types.js').Lane[]} lanes
 * @property {import('../types.js').Outage[]} outages
 * @property {import('../types.js').Preview} preview
 * @property {number} now
 * @property {boolean} hour12
 * @property {'compact'|'default'|'comfortable'} density
 * @property {{hours: 'all'|'busy'|'chosen', from: number, to: number}} fold
 */

/** Hour and least card heights in pixels. Compact stretches to fill the screen when there is more room. */
const DENSITIES = { compact: { hour: 20, card: 18 }, default: { hour: 48, card: 22 }, comfortable: { hour: 72, card: 28 } };
/** A change of width by less than this needs no new places. */
const WIDTH_STEP = 12;

export class AlmanacGrid extends HTMLElement {
    constructor() {
        super();
        /** @type {GridModel|null} */
        this.model = null;
        /** @type {Map<string, Item[]>} */
        this.items = new Map();
        this.focusKey = '';
        /** @type {HTMLElement|null} the card that takes the Tab key */
        this.stop = null;
        this.shape = '';
        this.hourHeight = 48;
        this.axis = makeAxis(48);
        this.dayWidth = 0;
        this.drawing = new DayDrawing();
        this.head = h('div', { class: 'grid-head' });
        this.heads = new DayHeads(this.head);
        this.columns = h('div', { class: 'grid-days' });
        this.nowPill = h('span', { class: 'now-pill', 'aria-hidden': 'true' });
        this.gutter = h('div', { class: 'grid-gutter', 'aria-hidden': 'true' });
        this.folds = h('div', { class: 'grid-folds' });
        this.scroller = h('div', { class: 'grid-scroller', role: 'region', 'aria-label': 'Hours of the day', tabindex: '0' },
            h('div', { class: 'grid-body' }, this.gutter, this.columns, this.folds));
    }

    connectedCallback() {
        this.append(this.head, this.scroller);
        for (const type of ['click', 'keydown', 'focusin']) this.addEventListener(type, this);
        this.resizes = new ResizeObserver(() => this.resized());
        this.resizes.observe(this.scroller);
    }

    disconnectedCallback() {
        for (const type of ['click', 'keydown', 'focusin']) this.removeEventListener(type, this);
        this.resizes?.disconnect();
    }

    /** Lays the cards out again where the new size changes what fits. */
    resized() {
        if (!this.model || this.hidden) return;
        if (this.density() === this.hourHeight && Math.abs(this.measure() - this.dayWidth) < WIDTH_STEP) return;
        this.show(this.model);
    }

    /** The width of a day's cards. */
    measure() {
        const cards = this.columns.querySelector('.day-cards');
        return cards?.clientWidth || (innerWidth - 64) / (this.model?.days.length ?? 7);
    }

    /** The height of an hour for the density at hand. */
    density() {
        const density = this.model?.density ?? 'default';
        const wanted = DENSITIES[density].hour;
        return density === 'compact' ? Math.max(wanted, Math.floor((this.scroller.clientHeight - 2) / 24)) : wanted;
    }

    /**
     * Draws everything.
     * @param {GridModel} model
     */
    show(model) {
        this.model = model;
        this.hourHeight = this.density();
        const folded = this.folded();
        const repeated = new Set(model.days.flatMap((day) => oddities(day).repeats.map((repeat) => Math.floor(repeat.from / 60))));
        this.axis = makeAxis(this.hourHeight, folded, repeated);
        this.style.setProperty('--days', String(model.days.length));
        this.style.setProperty('--hour', `${this.hourHeight}px`);
        this.style.setProperty('--height', `${this.axis.height}px`);
        this.dataset.density = model.density;
        const shape = [model.days.map((day) => day.date).join(), model.hour12, this.hourHeight, [...folded].join(' '), model.days[0]?.start_utc].join('|');
        if (shape !== this.shape) {
            this.shape = shape;
            this.heads.make(model.days);
            fill(this.gutter, makeLabels(this.axis, model.hour12), this.nowPill);
            fill(this.folds, makeFolds(this.axis, model.hour12));
            fill(this.columns, makeLines(this.axis), model.days.map((day) => makeColumn(day, this.axis, model.hour12)));
        }
        // Measured before anything else is written: each look at a page in flux costs a layout.
        this.dayWidth = this.measure();
        for (const day of model.days) this.showDay(day);
        for (const column of /** @type {NodeListOf<HTMLElement>} */ (this.columns.querySelectorAll('.day-column'))) showGhosts(column, model.preview.ghosts, this.axis, model.hour12);
        this.keepOneTabStop();
        this.tick(model.now);
    }

    folded() {
        const { days, eventsOf, fold, now } = /** @type {GridModel} */ (this.model);
        if (fold.hours === 'all') return new Set();
        const marks = days.flatMap((day) => eventsOf(day.date).map((event) => ({ hour: Math.floor(event.minute_of_day / 60), breakout: STATUSES[shownStatus(event, now)].breakout })));
        const today = days.find((day) => holds(day, now));
        return hoursToFold(marks, fold, today ? Math.floor(wallMinute(today, now) / 60) : null);
    }

    /**
     * Redraws the cards of some days.
     * @param {Set<string>} dates
     * @param {number} now
     */
    patch(dates, now) {
        if (!this.model || this.hidden) return;
        this.model.now = now;
        if (this.model.fold.hours !== 'all' && [...this.folded()].join(' ') !== this.shape.split('|')[3]) {
            this.show(this.model);
            return;
        }
        for (const day of this.model.days) if (dates.has(day.date)) this.showDay(day);
        this.keepOneTabStop();
    }

    /** @param {Day} day */
    showDay(day) {
        const model = /** @type {GridModel} */ (this.model);
        const column = this.columns.querySelector(`[data-date="${day.date}"]`);
        if (!column) return;
        const items = this.drawing.show(column, day, model.eventsOf(day.date), {
            width: this.dayWidth, axis: this.axis, card: DENSITIES[model.density].card, abreast: model.days.length === 1 ? 8 : 4,
            hour12: model.hour12, now: model.now, outages: model.outages, going: model.preview.going, shape: this.shape,
        });
        this.items.set(day.date, items);
        this.heads.change(day, items, model);
    }

    /**
     * Moves the now line and what depends on it.
     * @param {number} now
     */
    tick(now) {
        if (!this.model) return;
        this.model.now = now;
        let minute = -1;
        for (const day of this.model.days) {
            const column = /** @type {HTMLElement|null} */ (this.columns.querySelector(`[data-date="${day.date}"]`));
            const head = this.heads.of(day.date);
            const today = holds(day, now);
            const past = Date.parse(day.end_utc) <= now ? 1440 : today ? wallMinute(day, now) : 0;
            column?.toggleAttribute('data-today', today);
            head?.toggleAttribute('data-today', today);
            if (column) set(column, 'data-pass', today ? pass(day, past, offsetAt(day, now)) || null : null);
            const name = head?.querySelector('.day-name');
            if (name) set(name, 'aria-current', today ? 'date' : null);
            column?.style.setProperty('--past', `${yOf(this.axis, past).toFixed(1)}px`);
            if (today) minute = past;
        }
        this.toggleAttribute('data-now', minute >= 0);
        if (minute < 0) return;
        const y = yOf(this.axis, minute);
        this.style.setProperty('--now-at', `${y.toFixed(1)}px`);
        say(this.nowPill, clock(Math.floor(minute), this.model.hour12));
        for (const label of /** @type {HTMLElement[]} */ ([...this.gutter.querySelectorAll('.hour-label')])) {
            label.hidden = Math.abs(Number(label.dataset.at) - y) < 14;
        }
    }

    /** Brings now, or else the first events, into sight. */
    scrollToStart() {
        if (!this.model) return;
        const today = this.model.days.find((day) => holds(day, this.model?.now ?? 0));
        const firsts = [...this.items.values()].flat().map((item) => item.events[0].minute_of_day);
        const minute = today ? wallMinute(today, this.model.now) : firsts.length ? Math.min(...firsts) : 8 * 60;
        this.goTo(minute, today ? 0.4 : 0.04);
    }

    /** @param {number} minute @param {number} lead the share of the height above it */
    goTo(minute, lead) {
        this.scroller.scrollTop = Math.max(0, yOf(this.axis, minute) - this.scroller.clientHeight * lead);
    }

    /** @param {import('../types.js').Ghost} ghost scrolled into sight where it is not */
    reveal({ minute }) {
        const y = yOf(this.axis, minute) - this.scroller.scrollTop;
        if (y < 0 || y > this.scroller.clientHeight - 24) this.goTo(minute, 0.3);
    }

    /** @param {string} eventId @returns {HTMLElement|null} */
    cardOf(eventId) {
        return this.querySelector(`.card[data-event="${CSS.escape(eventId)}"]`);
    }

    /** @param {Event} event */
    handleEvent(event) {
        if (event.type === 'click') this.clicked(/** @type {MouseEvent} */ (event));
        if (event.type === 'keydown') follow(/** @type {KeyboardEvent} */ (event), '.day-column');
        if (event.type === 'focusin') {
            const card = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('.card, .more'));
            if (card) {
                this.focusKey = card.dataset.key ?? '';
                this.keepOneTabStop();
            }
        }
    }

    /** @param {MouseEvent} event */
    clicked(event) {
        const target = /** @type {Element} */ (event.target);
        const day = /** @type {HTMLElement|null} */ (target.closest('.day-name'));
        if (day) return emit(this, 'almanac-day', day.dataset.day);
        if (target.closest('.fold-band')) return emit(this, 'almanac-unfold');
        const load = /** @type {HTMLElement|null} */ (target.closest('.load'));
        if (load) return this.goTo(pressedMinute(load, event), 0.2);
        const more = /** @type {HTMLElement|null} */ (target.closest('.more'));
        if (more) {
            const hidden = this.drawing.behind.get(more) ?? [];
            return emit(this, 'almanac-crowd', { title: more.getAttribute('aria-label'), events: hidden.flatMap((item) => item.events) });
        }
        const card = /** @type {HTMLElement|null} */ (target.closest('.card'));
        const item = card && [...this.items.values()].flat().find((candidate) => candidate.key === card.dataset.key);
        if (!item) return undefined;
        if (item.kind === 'card') return emit(this, 'almanac-open', item.events[0].event_id);
        return emit(this, 'almanac-crowd', { title: `${titleOf(item)} ×${item.events.length}`, events: item.events });
    }

    /** One card takes the Tab key; the arrows reach the others. */
    keepOneTabStop() {
        if (this.stop?.isConnected && this.stop.dataset.key === this.focusKey) return;
        const wanted = this.focusKey ? this.columns.querySelector(`[data-key="${CSS.escape(this.focusKey)}"]:is(.card, .more)`) : null;
        const kept = this.stop?.isConnected ? this.stop : null;
        const chosen = /** @type {HTMLElement|null} */ (wanted ?? kept ?? this.columns.querySelector('[data-today] .card') ?? this.columns.querySelector('.card, .more'));
        if (chosen === this.stop) return;
        if (this.stop) this.stop.tabIndex = -1;
        if (chosen) chosen.tabIndex = 0;
        this.stop = chosen;
    }
}

customElements.define('almanac-grid', AlmanacGrid);
