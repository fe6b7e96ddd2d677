/** The week or day grid: hours down, days across, a card for every occurrence. */

import { dayNote, holds, oddities, wallMinute } from '../layout/days.js';
import { CARD_WIDTH, layOut, roomOf, widthOf } from '../layout/grid.js';
import { STATUSES } from '../state/status.js';
import { clock, longDay, offset, shortDay } from '../state/words.js';
import { makeCard, titleOf, updateCard } from './card.js';
import { emit, fill, h, icon, keyed, say, set } from './dom.js';
import { across, at, sibling, stops } from './grid-keys.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Day} Day */
/** @typedef {import('../types.js').Outage} Outage */
/** @typedef {import('../layout/batches.js').Item} Item */
/**
 * @typedef {object} GridModel
 * @property {Day[]} days
 * @property {(date: string) => CalendarEvent[]} eventsOf
 * @property {Outage[]} outages
 * @property {number} now
 * @property {boolean} hour12
 * @property {'compact'|'default'|'comfortable'} density
 */

/** Hour and least card heights in pixels. Compact stretches to fill the screen when there is more room. */
const DENSITIES = { compact: { hour: 20, card: 18 }, default: { hour: 48, card: 22 }, comfortable: { hour: 72, card: 28 } };

export class AlmanacGrid extends HTMLElement {
    constructor() {
        super();
        /** @type {GridModel|null} */
        this.model = null;
        /** @type {Map<string, Item[]>} */
        this.items = new Map();
        this.focusKey = '';
        this.shape = '';
        this.hourHeight = 48;
        this.roomFor = 0;
        this.dayWidth = 0;
        /** @type {WeakMap<HTMLElement, {where: string, hour12: boolean, status: string, events: CalendarEvent[]}>} what each card shows */
        this.drawn = new WeakMap();
        this.head = h('div', { class: 'grid-head' });
        this.columns = h('div', { class: 'grid-days' });
        this.nowPill = h('span', { class: 'now-pill', 'aria-hidden': 'true' });
        this.gutter = h('div', { class: 'grid-gutter', 'aria-hidden': 'true' });
        this.scroller = h('div', { class: 'grid-scroller', role: 'region', 'aria-label': 'Hours of the day', tabindex: '0' },
            h('div', { class: 'grid-body' }, this.gutter, this.columns));
    }

    connectedCallback() {
        this.append(this.head, this.scroller);
        this.addEventListener('click', this);
        this.addEventListener('keydown', this);
        this.addEventListener('focusin', this);
        this.resizes = new ResizeObserver(() => this.resized());
        this.resizes.observe(this.scroller);
    }

    disconnectedCallback() {
        this.removeEventListener('click', this);
        this.removeEventListener('keydown', this);
        this.removeEventListener('focusin', this);
        this.resizes?.disconnect();
    }

    /** Lays the cards out again where the new size changes what fits. */
    resized() {
        if (!this.model || this.hidden) return;
        const width = Math.floor((this.columns.firstElementChild?.clientWidth ?? 0) / CARD_WIDTH);
        if (this.density() === this.hourHeight && width === this.roomFor) return;
        this.roomFor = width;
        this.show(this.model);
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
        this.style.setProperty('--days', String(model.days.length));
        this.style.setProperty('--hour', `${this.hourHeight}px`);
        this.style.setProperty('--card', `${DENSITIES[model.density].card}px`);
        this.dataset.density = model.density;
        this.showGutter();
        const shape = model.days.map((day) => day.date).join() + model.hour12;
        if (shape !== this.shape) {
            this.shape = shape;
            fill(this.head, h('div', { class: 'grid-corner' }), model.days.map((day) => this.makeHead(day)));
            fill(this.columns, model.days.map((day) => this.makeColumn(day)));
        }
        this.patch(new Set(model.days.map((day) => day.date)), model.now);
        this.tick(model.now);
    }

    /**
     * Redraws the cards of some days.
     * @param {Set<string>} dates
     * @param {number} now
     */
    patch(dates, now) {
        if (!this.model || this.hidden) return;
        this.model.now = now;
        // Measured once, before anything is written: each look at a page in flux costs a layout.
        this.dayWidth = (this.columns.clientWidth || innerWidth) / this.model.days.length;
        for (const day of this.model.days) if (dates.has(day.date)) this.showDay(day);
        this.keepOneTabStop();
    }

    showGutter() {
        const hour12 = this.model?.hour12 ?? false;
        fill(this.gutter, Array.from({ length: 23 }, (_, i) => {
            const label = h('span', { class: 'hour-label' }, hour12 ? clock((i + 1) * 60, true).replace(':00', '') : clock((i + 1) * 60));
            label.style.setProperty('--at', String((i + 1) * 60));
            return label;
        }), this.nowPill);
    }

    /** @param {Day} day */
    makeHead(day) {
        const note = dayNote(day);
        return h('div', { class: 'day-head', 'data-date': day.date },
            h('h2', null, h('button', { type: 'button', class: 'day-name', 'data-day': day.date, 'aria-label': `${longDay(day.date)}: open the day` }, shortDay(day.date))),
            note ? h('span', { class: 'day-note' }, note) : null,
            h('span', { class: 'day-counts' }));
    }

    /** @param {Day} day */
    makeColumn(day) {
        const column = h('section', { class: 'day-column', 'data-date': day.date, 'aria-label': longDay(day.date) });
        const under = h('div', { class: 'day-under' });
        const { gaps, repeats } = oddities(day);
        for (const gap of gaps) {
            under.append(band('gap-band', gap.from, gap.to, `${clock(gap.from)}–${clock(gap.to)} does not exist`));
        }
        for (const repeat of repeats) {
            const box = band('repeat-band', repeat.from, repeat.to, '');
            box.append(h('span', null, `1st · ${offset(repeat.before)}`), h('span', null, `2nd · ${offset(repeat.after)}`));
            under.append(box);
        }
        const past = h('div', { class: 'day-past' });
        // The now line runs behind the cards: it must not strike their text through.
        column.append(past, under, h('div', { class: 'day-outages' }), h('div', { class: 'now-line', 'aria-hidden': 'true' }),
            h('div', { class: 'day-cards' }), h('div', { class: 'day-more' }));
        return column;
    }

    /** @param {Day} day */
    showDay(day) {
        const model = /** @type {GridModel} */ (this.model);
        const column = this.columns.querySelector(`[data-date="${day.date}"]`);
        if (!column) return;
        const { dayWidth } = this;
        const { items, boxByKey, places, more } = layOut(day, model.eventsOf(day.date), model.now, {
            dayWidth, hourHeight: this.hourHeight, cardHeight: DENSITIES[model.density].card, abreast: model.days.length === 1 ? 8 : 4,
        });
        this.items.set(day.date, items);
        const shown = items.filter((item) => places.has(item.key))
            .sort((a, b) => a.events[0].scheduled_at_epoch - b.events[0].scheduled_at_epoch);
        keyed(/** @type {Element} */ (column.querySelector('.day-cards')), shown, (item) => item.key, makeCard, (card, item) => {
            const place = /** @type {import('../layout/columns.js').Place} */ (places.get(item.key));
            const box = /** @type {import('../layout/columns.js').Box} */ (boxByKey.get(item.key));
            this.showCard(card, item, place, box, dayWidth);
        });
        keyed(/** @type {Element} */ (column.querySelector('.day-more')), more, (m) => m.keys.join(), () => h('button', { type: 'button', class: 'more', tabindex: '-1' }), (chip, m) => {
            const hidden = m.keys.map((key) => /** @type {Item} */ (items.find((item) => item.key === key)));
            const n = hidden.reduce((sum, item) => sum + item.events.length, 0);
            say(chip, `+${n}`);
            set(chip, 'aria-label', `${n} more around ${clock(Math.round(m.start), model.hour12)} on ${longDay(day.date)}`);
            chip.style.setProperty('--at', String(m.start));
            chip.style.setProperty('--right', String(m.right));
            chip.dataset.day = day.date;
            chip.dataset.keys = JSON.stringify(m.keys);
        });
        this.showCounts(day, items);
        this.showOutages(day, column);
    }

    /**
     * Draws a card where something about it changed.
     * @param {HTMLElement} card
     * @param {Item} item
     * @param {import('../layout/columns.js').Place} place
     * @param {import('../layout/columns.js').Box} box
     * @param {number} dayWidth in pixels
     */
    showCard(card, item, place, box, dayWidth) {
        const model = /** @type {GridModel} */ (this.model);
        const { base, share, left, width, beside } = place;
        const where = `${box.start} ${box.end} ${base} ${share} ${left} ${width} ${beside} ${this.hourHeight} ${dayWidth}`;
        const drawn = this.drawn.get(card);
        if (drawn?.where !== where) {
            card.style.cssText = `--at:${box.start};--for:${box.end - box.start};--base:${base};--share:${share};--left:${left};--width:${width}`;
            card.toggleAttribute('data-beside', beside);
            card.toggleAttribute('data-tall', ((box.end - box.start) / 60) * this.hourHeight >= 36);
            set(card, 'data-room', roomOf(widthOf(place, dayWidth)));
        }
        const same = drawn && drawn.hour12 === model.hour12 && drawn.status === item.status && item.status !== 'running'
            && drawn.events.length === item.events.length && drawn.events.every((event, i) => event === item.events[i]);
        if (!same) updateCard(card, item, { hour12: model.hour12, now: model.now, repeated: Boolean(box.pass) });
        this.drawn.set(card, { where, hour12: model.hour12, status: item.status, events: item.events });
    }

    /**
     * What went wrong that day, in the header.
     * @param {Day} day
     * @param {Item[]} items
     */
    showCounts(day, items) {
        const counts = this.head.querySelector(`[data-date="${day.date}"] .day-counts`);
        if (!counts) return;
        const chips = /** @type {const} */ (['failed', 'missed', 'running']).map((status) => {
            const n = items.filter((item) => item.status === status).reduce((sum, item) => sum + item.events.reduce((s, e) => s + (e.missed_count || 1), 0), 0);
            return n ? h('span', { class: 'count-chip', 'data-status': status, title: `${n} ${STATUSES[status].word.toLowerCase()}` }, icon(STATUSES[status].icon),
                h('span', null, n.toLocaleString('en')), h('span', { class: 'visually-hidden' }, ` ${STATUSES[status].word.toLowerCase()}`)) : null;
        });
        fill(counts, chips);
    }

    /** @param {Day} day @param {Element} column */
    showOutages(day, column) {
        const model = /** @type {GridModel} */ (this.model);
        const start = Date.parse(day.start_utc), end = Date.parse(day.end_utc);
        const bands = model.outages.flatMap((outage) => {
            const from = Math.max(start, Date.parse(outage.from_utc)), to = Math.min(end, outage.to_utc ? Date.parse(outage.to_utc) : model.now);
            if (to <= from) return [];
            const first = wallMinute(day, from), last = to === end ? 1440 : wallMinute(day, to);
            const made = band('outage-band', first, Math.max(first, last), '');
            made.title = `The scheduler was not running ${clock(Math.floor(first), model.hour12)}–${clock(Math.floor(last), model.hour12)}${outage.reason_in_words ? ` (${outage.reason_in_words})` : ''}`;
            return [made];
        });
        fill(/** @type {Element} */ (column.querySelector('.day-outages')), bands);
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
            const head = this.head.querySelector(`[data-date="${day.date}"]`);
            const today = holds(day, now);
            const past = Date.parse(day.end_utc) <= now ? 1440 : today ? wallMinute(day, now) : 0;
            column?.toggleAttribute('data-today', today);
            head?.toggleAttribute('data-today', today);
            const name = head?.querySelector('.day-name');
            if (name) set(name, 'aria-current', today ? 'date' : null);
            column?.style.setProperty('--past', past.toFixed(2));
            if (today) minute = past;
        }
        this.toggleAttribute('data-now', minute >= 0);
        if (minute >= 0) {
            this.style.setProperty('--now-at', minute.toFixed(2));
            say(this.nowPill, clock(Math.floor(minute), this.model.hour12));
            for (const label of /** @type {HTMLElement[]} */ ([...this.gutter.querySelectorAll('.hour-label')])) {
                label.hidden = Math.abs(at(label) - minute) * this.hourHeight < 14 * 60;
            }
        }
    }

    /** Brings now, or else the first events, into sight. */
    scrollToStart() {
        if (!this.model) return;
        const today = this.model.days.find((day) => holds(day, this.model?.now ?? 0));
        const firsts = [...this.items.values()].flat().map((item) => item.events[0].minute_of_day);
        const minute = today ? wallMinute(today, this.model.now) : firsts.length ? Math.min(...firsts) : 8 * 60;
        const lead = today ? this.scroller.clientHeight * 0.4 : 24;
        this.scroller.scrollTop = Math.max(0, (minute / 60) * this.hourHeight - lead);
    }

    /** @param {string} eventId */
    cardOf(eventId) {
        const own = [...this.querySelectorAll('.card')].find((card) => /** @type {HTMLElement} */ (card).dataset.event === eventId);
        return /** @type {HTMLElement|null} */ (own ?? null);
    }

    /** @param {Event} event */
    handleEvent(event) {
        if (event.type === 'click') this.clicked(/** @type {Element} */ (event.target));
        if (event.type === 'keydown') this.pressed(/** @type {KeyboardEvent} */ (event));
        if (event.type === 'focusin') {
            const card = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('.card, .more'));
            if (card) {
                this.focusKey = card.dataset.key ?? '';
                this.keepOneTabStop();
            }
        }
    }

    /** @param {Element} target */
    clicked(target) {
        const day = /** @type {HTMLElement|null} */ (target.closest('[data-day].day-name'));
        if (day) return emit(this, 'almanac-day', day.dataset.day);
        const more = /** @type {HTMLElement|null} */ (target.closest('.more'));
        if (more) {
            const keys = new Set(JSON.parse(more.dataset.keys ?? '[]'));
            const items = (this.items.get(more.dataset.day ?? '') ?? []).filter((item) => keys.has(item.key));
            return emit(this, 'almanac-crowd', { title: more.getAttribute('aria-label'), events: items.flatMap((item) => item.events) });
        }
        const card = /** @type {HTMLElement|null} */ (target.closest('.card'));
        if (!card) return undefined;
        const item = [...this.items.values()].flat().find((candidate) => candidate.key === card.dataset.key);
        if (!item) return undefined;
        if (item.kind === 'card') return emit(this, 'almanac-open', item.events[0].event_id);
        return emit(this, 'almanac-crowd', { title: `${titleOf(item)} ×${item.events.length}`, events: item.events });
    }

    /** One card takes the Tab key; the arrows reach the others. */
    keepOneTabStop() {
        const all = /** @type {HTMLElement[]} */ ([...this.columns.querySelectorAll('.card, .more')]);
        const chosen = all.find((card) => card.dataset.key === this.focusKey) ?? this.nearestToNow() ?? all[0];
        for (const card of all) {
            const index = card === chosen ? 0 : -1;
            if (card.tabIndex !== index) card.tabIndex = index;
        }
    }

    nearestToNow() {
        const today = this.columns.querySelector('[data-today]');
        return /** @type {HTMLElement|null} */ (today?.querySelector('.card') ?? null);
    }

    /** @param {KeyboardEvent} event */
    pressed(event) {
        const current = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('.card, .more'));
        if (!current || event.ctrlKey || event.metaKey || event.altKey) return;
        const column = /** @type {HTMLElement} */ (current.closest('.day-column'));
        const next = /** @type {Record<string, () => HTMLElement|null|undefined>} */ ({
            ArrowDown: () => sibling(column, current, 1),
            ArrowUp: () => sibling(column, current, -1),
            ArrowRight: () => across(column, current, 1),
            ArrowLeft: () => across(column, current, -1),
            Home: () => stops(column)[0],
            End: () => stops(column).pop(),
        })[event.key]?.();
        if (next === undefined) return;
        event.preventDefault();
        next?.focus();
    }

}

/** @param {string} kind @param {number} from @param {number} to @param {string} text */
function band(kind, from, to, text) {
    const made = h('div', { class: kind }, text ? h('span', null, text) : null);
    made.style.setProperty('--at', String(from));
    made.style.setProperty('--for', String(to - from));
    return made;
}

customElements.define('almanac-grid', AlmanacGrid);
