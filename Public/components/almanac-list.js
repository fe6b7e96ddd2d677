/** A day as a list grouped by hour, with a strip to pick the day: the phone's view, and the desk's third. */

import { batch } from '../layout/batches.js';
import { dayNote, holds } from '../layout/days.js';
import { byHour, earlier, LIST_LIMIT } from '../layout/list.js';
import { kindOf, STATUSES } from '../state/status.js';
import { clock, count, dayAndMonth, duration, longDay, offset, sentence, shortDay } from '../state/words.js';
import { cardLabel, goingOf, goingWords, pill, PROPOSED } from './card.js';
import { button, emit, fill, h, icon } from './dom.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Day} Day */
/** @typedef {import('../layout/batches.js').Item} Item */
/**
 * @typedef {object} ListModel
 * @property {Day[]} days
 * @property {string} date the day that is shown
 * @property {(date: string) => CalendarEvent[]} eventsOf
 * @property {import('../types.js').Preview} preview
 * @property {number} now
 * @property {boolean} hour12
 */

export class AlmanacList extends HTMLElement {
    constructor() {
        super();
        /** @type {ListModel|null} */
        this.model = null;
        this.limit = LIST_LIMIT;
        /** Whether the calm hours that have passed today are shown too. */
        this.early = false;
        this.strip = h('nav', { class: 'day-strip', 'aria-label': 'Days' });
        this.body = h('div', { class: 'list-body' });
    }

    connectedCallback() {
        if (!this.firstChild) this.append(this.strip, this.body);
        this.addEventListener('click', this);
        this.addEventListener('keydown', this);
    }

    disconnectedCallback() {
        this.removeEventListener('click', this);
        this.removeEventListener('keydown', this);
    }

    /** @param {ListModel} model */
    show(model) {
        if (this.model?.date !== model.date) {
            this.limit = LIST_LIMIT;
            this.early = false;
        }
        this.model = model;
        this.showStrip(model);
        this.showDay(model);
    }

    /** @param {Set<string>} dates @param {number} now */
    patch(dates, now) {
        if (!this.model || this.hidden) return;
        this.model.now = now;
        this.showStrip(this.model);
        if (dates.has(this.model.date)) this.showDay(this.model);
    }

    /** @param {ListModel} model */
    showStrip(model) {
        const focused = /** @type {HTMLElement|null} */ (this.strip.contains(document.activeElement) ? document.activeElement : null)?.dataset.day;
        fill(this.strip, model.days.map((day) => {
            const items = batch(model.eventsOf(day.date), model.now);
            const worst = items.some((item) => item.status === 'failed') ? 'failed' : items.some((item) => item.status === 'missed') ? 'missed' : null;
            const { ghosts, going } = model.preview;
            const changes = ghosts.some((ghost) => ghost.day === day.date) || items.some((item) => goingOf(item, going));
            const [weekday, date] = shortDay(day.date).split(' ');
            return h('button', {
                type: 'button', class: 'strip-day', 'data-day': day.date, 'data-today': holds(day, model.now),
                'aria-current': day.date === model.date ? 'date' : null,
                'aria-label': `${longDay(day.date)}, ${count(items.length, 'entry', 'entries')}${worst ? `, some ${worst}` : ''}${changes ? ', changed by the proposal' : ''}`,
            }, h('span', null, weekday), h('strong', null, date), changes ? icon('pending', 'strip-pending') : worst ? icon(STATUSES[worst].icon, `strip-${worst}`) : h('span', { class: 'strip-none' }));
        }));
        if (focused) /** @type {HTMLElement|null} */ (this.strip.querySelector(`[data-day="${focused}"]`))?.focus();
    }

    /** @param {ListModel} model */
    showDay(model) {
        const day = model.days.find((d) => d.date === model.date);
        if (!day) return;
        const active = /** @type {HTMLElement|null} */ (this.body.contains(document.activeElement) ? document.activeElement : null);
        const focused = active?.dataset.key;
        const items = batch(model.eventsOf(day.date), model.now);
        const today = holds(day, model.now);
        const { kept, passed } = today && !this.early ? earlier(items, model.now) : { kept: items, passed: 0 };
        const { groups, cut } = byHour(kept, this.limit, model.preview.ghosts.filter((ghost) => ghost.day === day.date));
        const note = dayNote(day);
        let nowShown = !today;
        const repeated = new Set(groups.map((g) => g.offset)).size > 1;
        /** @type {HTMLElement[]} */
        const sections = [];
        for (const group of groups) {
            const rows = [];
            for (const { at, item, ghost } of group.rows) {
                if (!nowShown && at > model.now) {
                    nowShown = true;
                    rows.push(h('li', { class: 'list-now' }, h('span', null, 'Now')));
                }
                rows.push(h('li', null, item ? this.row(item, model) : ghostRow(ghost, model.hour12)));
            }
            sections.push(h('section', { class: 'list-hour' },
                h('h3', null, clock(group.hour * 60, model.hour12), repeated ? h('small', null, ` ${offset(group.offset)}`) : null),
                h('ul', null, rows)));
        }
        fill(this.body,
            h('div', { class: 'list-head' }, h('h2', null, dayAndMonth(day.date)), h('span', null, [count(items.length, 'entry', 'entries'), note].filter(Boolean).join(' · ')),
                today && groups.length ? button('small to-now', 'Now', 'late', () => this.body.querySelector('.list-now')?.scrollIntoView({ block: 'center', behavior: 'smooth' }), { 'data-key': 'to-now' }) : null),
            passed ? button('small earlier', `Show ${count(passed, 'earlier entry', 'earlier entries')} that went well`, null, () => {
                this.early = true;
                this.showDay(model);
            }, { 'data-key': 'earlier' }) : null,
            sections,
            sections.length || passed ? null : h('p', { class: 'quiet' }, 'Nothing on this day.'),
            cut ? button('show-all', `Show ${count(cut, 'more entry', 'more entries')}`, null, () => {
                this.limit = Infinity;
                this.showDay(model);
            }, { 'data-key': 'show-all' }) : null);
        if (focused) /** @type {HTMLElement|null} */ ([...this.body.querySelectorAll('[data-key]')].find((e) => /** @type {HTMLElement} */ (e).dataset.key === focused))?.focus();
    }

    /** @param {Item} item @param {ListModel} model */
    row(item, model) {
        const event = item.events[0], last = item.events[item.events.length - 1];
        const status = STATUSES[item.status];
        const going = goingOf(item, model.preview.going);
        const why = ['failed', 'missed', 'skipped'].includes(item.status) ? event.reason ?? event.run?.error : null;
        const took = item.kind === 'card' && event.run?.duration_ms != null ? duration(event.run.duration_ms) : null;
        const time = item.kind === 'card' ? clock(event.minute_of_day, model.hour12) : `×${item.events.length}`;
        const second = [
            item.kind === 'card' ? null : `${clock(event.minute_of_day, model.hour12)}–${clock(last.minute_of_day, model.hour12)}`,
            event.missed_count > 1 ? `${event.missed_count} occurrences` : null,
            why ? sentence(why) : event.schedule_in_words, event.owner_id, took, event.dst?.text,
        ].filter(Boolean).join(' · ');
        return h('button', {
            type: 'button', class: 'list-row', 'data-key': item.key, 'data-status': item.status, 'data-kind': kindOf(event), 'data-event': event.event_id,
            'data-run': event.run?.run_id ?? null, 'data-going': going > 0,
            'aria-label': cardLabel(item, { hour12: model.hour12, now: model.now, repeated: false, roomy: false, going }),
        },
        h('span', { class: 'row-time' }, time),
        h('span', { class: 'row-main' }, h('span', { class: 'row-title' }, event.source === 'heartbeat' ? icon('heart-pulse', 'kind-icon') : null, h('span', null, event.title)),
            h('span', { class: 'row-second' }, second)),
        going ? pill('pending', { word: goingWords(item, going), icon: 'skipped' }) : pill(item.status, status));
    }

    scrollToStart() {
        const now = /** @type {HTMLElement|null} */ (this.body.querySelector('.list-now'));
        if (this.body.scrollHeight > this.body.clientHeight + 1) this.body.scrollTop = now ? Math.max(0, now.offsetTop - this.body.clientHeight * 0.35) : 0;
    }

    /** The first ghost of the day that is shown, above the sheet that proposes it. */
    reveal() {
        this.body.querySelector('.list-ghost')?.scrollIntoView({ block: 'start' });
    }

    /** @param {string} eventId @returns {HTMLElement|null} */
    cardOf(eventId) {
        return /** @type {HTMLElement|null} */ ([...this.querySelectorAll('.list-row')].find((row) => /** @type {HTMLElement} */ (row).dataset.event === eventId) ?? null);
    }

    /** @param {Event} event */
    handleEvent(event) {
        const target = /** @type {HTMLElement} */ (event.target);
        if (event.type === 'keydown') return this.pressed(/** @type {KeyboardEvent} */ (event));
        const day = /** @type {HTMLElement|null} */ (target.closest('.strip-day'));
        if (day) return emit(this, 'almanac-pick', day.dataset.day);
        const row = /** @type {HTMLElement|null} */ (target.closest('.list-row'));
        if (!row || !this.model) return undefined;
        const item = batch(this.model.eventsOf(this.model.date), this.model.now).find((candidate) => candidate.key === row.dataset.key);
        if (!item) return undefined;
        if (item.kind === 'card') return emit(this, 'almanac-open', item.events[0].event_id);
        return emit(this, 'almanac-crowd', { title: `${item.events[0].title} ×${item.events.length}`, events: item.events });
    }

    /** @param {KeyboardEvent} event */
    pressed(event) {
        const target = /** @type {Element} */ (event.target).closest('.list-row, .strip-day');
        if (!target) return;
        const strip = target.classList.contains('strip-day');
        const step = { ArrowDown: strip ? 0 : 1, ArrowUp: strip ? 0 : -1, ArrowRight: strip ? 1 : 0, ArrowLeft: strip ? -1 : 0 }[event.key] ?? 0;
        if (!step) return;
        const all = /** @type {HTMLElement[]} */ ([...this.querySelectorAll(strip ? '.strip-day' : '.list-row')]);
        event.preventDefault();
        all[all.indexOf(/** @type {HTMLElement} */ (target)) + step]?.focus();
    }
}

/** @param {import('../types.js').Ghost} ghost @param {boolean} hour12 */
function ghostRow(ghost, hour12) {
    return h('div', { class: 'list-ghost' }, h('span', { class: 'row-time' }, clock(ghost.minute, hour12)),
        h('span', { class: 'row-main' }, h('span', { class: 'row-title' }, h('span', null, ghost.title)), h('span', { class: 'row-second' }, 'once you confirm')), pill('pending', PROPOSED));
}

customElements.define('almanac-list', AlmanacList);
