/** The "Always Running" lane: one row a schedule, one cell an hour. */

import { cells, hourTally, tally, together } from '../layout/lanes.js';
import { laneKey } from '../state/calendar.js';
import { statusOf } from '../state/status.js';
import { clock, dayAndMonth, duration, relative } from '../state/words.js';
import { emit, fill, h, icon, keyed, redraw, say, set } from './dom.js';

/** @typedef {import('../types.js').Lane} Lane */
/** @typedef {import('../types.js').Day} Day */
/** @typedef {{days: Day[], lanes: Lane[], now: number, hour12: boolean, wish: 'auto'|'open'|'folded', localTime: (utc: string) => string}} LanesModel */

/** More lanes than these are folded into one row until somebody opens them. */
const OPEN_UP_TO = 2;

export class AlmanacLanes extends HTMLElement {
    constructor() {
        super();
        /** @type {LanesModel|null} */
        this.model = null;
        this.rows = h('div', { class: 'lane-rows' });
        this.summary = h('span', { class: 'lane-summary' });
        this.fold = h('button', { type: 'button', class: 'lane-fold', 'aria-expanded': 'true', onclick: () => emit(this, 'almanac-lanes', this.rows.hidden ? 'open' : 'folded') },
            icon('chevron-down', 'fold-icon'), h('span', null, 'Always running'), this.summary);
        this.sum = h('div', { class: 'lane-cells lane-sum' });
    }

    connectedCallback() {
        if (!this.firstChild) this.append(h('h2', { class: 'lane-heading' }, this.fold), this.sum, this.rows);
        this.addEventListener('click', this);
    }

    disconnectedCallback() {
        this.removeEventListener('click', this);
    }

    /** @param {LanesModel} model */
    show(model) {
        this.model = model;
        this.hidden = model.lanes.length === 0;
        this.style.setProperty('--days', String(model.days.length));
        const narrow = matchMedia('(max-width: 768px)').matches;
        const open = model.wish === 'open' || (model.wish === 'auto' && model.lanes.length <= OPEN_UP_TO && !narrow);
        this.fold.setAttribute('aria-expanded', String(open));
        this.rows.hidden = !open;
        this.sum.hidden = open;
        this.showSum();
        keyed(this.rows, model.lanes, laneKey, (lane) => makeRow(lane), (row, lane) => this.showRow(row, lane));
    }

    /**
     * Redraws some lanes.
     * @param {Set<string>} keys
     * @param {number} now
     */
    patch(keys, now) {
        if (!this.model) return;
        this.model.now = now;
        for (const lane of this.model.lanes) {
            const row = keys.has(laneKey(lane)) ? this.rowOf(lane) : null;
            if (row) this.showRow(row, lane);
        }
        this.showSum();
    }

    /** All lanes in one row, while they are folded. */
    showSum() {
        const { lanes, localTime } = /** @type {LanesModel} */ (this.model);
        const sum = together(lanes);
        say(this.summary, `${lanes.length} · ${tally(sum, localTime)}`);
        if (!this.sum.hidden) this.showCells(this.sum, { title: 'All lanes', ...sum });
    }

    /**
     * Keeps "next in …" true.
     * @param {number} now
     */
    tick(now) {
        if (!this.model) return;
        this.model.now = now;
        for (const lane of this.model.lanes) {
            const row = this.rowOf(lane);
            const due = row?.querySelector('.lane-due');
            if (due) say(due, this.due(lane));
        }
    }

    /** @param {Lane} lane @returns {HTMLElement|null} */
    rowOf(lane) {
        const key = laneKey(lane);
        return /** @type {HTMLElement|null} */ ([...this.rows.children].find((row) => /** @type {HTMLElement} */ (row).dataset.key === key) ?? null);
    }

    /** @param {Lane} lane */
    due(lane) {
        if (lane.state !== 'active') return lane.state;
        if (!lane.next_due_utc || !this.model) return '';
        const at = Date.parse(lane.next_due_utc);
        return at < this.model.now + 2000 ? 'due now' : `next ${relative(at, this.model.now)}`;
    }

    /** @param {HTMLElement} row @param {Lane} lane */
    showRow(row, lane) {
        const shown = lane.state === 'active' ? statusOf(lane.status) : statusOf(lane.state);
        const words = tally(lane, /** @type {LanesModel} */ (this.model).localTime);
        const status = lane.state === 'active' ? lane.status : lane.state;
        set(row, 'data-status', status);
        set(row, 'data-kind', lane.source === 'heartbeat' ? 'heartbeat' : 'always');
        set(row, 'data-ref', lane.source_ref);
        set(row, 'data-last-run', lane.last_run?.run_id ?? null);
        set(row, 'data-last-status', lane.last_run?.status ?? null);
        const label = /** @type {HTMLElement} */ (row.querySelector('.lane-label'));
        set(label, 'data-event', lane.event_id);
        set(label, 'aria-label', `${lane.title}, ${lane.schedule_in_words}, ${shown.word}, ${words}`);
        redraw(/** @type {Element} */ (label.querySelector('.status-icon')), shown.icon);
        say(/** @type {Element} */ (label.querySelector('.lane-title')), lane.title);
        say(/** @type {Element} */ (label.querySelector('.lane-words')), lane.schedule_in_words);
        say(/** @type {Element} */ (label.querySelector('.lane-due')), this.due(lane));
        say(/** @type {Element} */ (label.querySelector('.lane-tally')), words);
        say(/** @type {Element} */ (label.querySelector('.lane-last')), this.last(lane));
        this.showCells(/** @type {HTMLElement} */ (row.querySelector('.lane-cells')), lane);
    }

    /** @param {Lane} lane */
    last(lane) {
        const run = lane.last_run;
        if (!run) return 'never ran';
        const word = statusOf(run.status).word.toLowerCase();
        const at = run.finished_at ?? run.started_at ?? run.scheduled_at;
        const time = at && this.model ? ` ${this.model.localTime(at)}` : '';
        const took = run.duration_ms != null ? ` in ${duration(run.duration_ms)}` : '';
        return `last ${word}${time}${took}`;
    }

    /** @param {HTMLElement} strip @param {{title: string, hours: import('../types.js').LaneHour[]}} lane */
    showCells(strip, lane) {
        const { days, now, hour12 } = /** @type {LanesModel} */ (this.model);
        const grid = cells(lane, days);
        if (strip.childElementCount !== days.length) fill(strip, days.map(() => h('div', { class: 'lane-day' })));
        grid.forEach((row, d) => {
            const box = strip.children[d];
            if (box.childElementCount !== row.length) fill(box, row.map(() => h('button', { type: 'button', class: 'lane-cell', tabindex: '-1' })));
            row.forEach((cell, i) => {
                const element = /** @type {HTMLElement} */ (box.children[i]);
                set(element, 'data-mark', cell.mark);
                set(element, 'data-shade', cell.shade);
                set(element, 'data-time', cell.start > now ? 'future' : cell.start + 3_600_000 > now ? 'now' : 'past');
                set(element, 'data-hour', cell.start);
                const text = `${dayAndMonth(cell.day)} ${clock(cell.minute, hour12)}: ${hourTally(cell.hour)}`;
                set(element, 'title', text);
                set(element, 'aria-label', `${lane.title}, ${text}`);
            });
        });
    }

    /** @param {Event} event */
    handleEvent(event) {
        const target = /** @type {Element} */ (event.target);
        if (target.closest('.lane-sum')) return emit(this, 'almanac-lanes', 'open');
        const row = /** @type {HTMLElement|null} */ (target.closest('.lane-row'));
        const lane = this.model?.lanes.find((candidate) => laneKey(candidate) === row?.dataset.key);
        if (!lane) return undefined;
        const cell = /** @type {HTMLElement|null} */ (target.closest('.lane-cell'));
        if (cell) return emit(this, 'almanac-hour', { lane, start: Number(cell.dataset.hour), label: cell.title });
        return target.closest('.lane-label') ? emit(this, 'almanac-open', lane.event_id) : undefined;
    }
}

/** @param {Lane} lane */
function makeRow(lane) {
    return h('div', { class: 'lane-row' },
        h('button', { type: 'button', class: 'lane-label' },
            icon('scheduled', 'status-icon'),
            lane.source === 'heartbeat' ? icon('heart-pulse', 'kind-icon') : null,
            h('span', { class: 'lane-title' }),
            h('span', { class: 'lane-words' }), h('span', { class: 'lane-due' }),
            h('span', { class: 'lane-last' }), h('span', { class: 'lane-tally' })),
        h('div', { class: 'lane-cells' }));
}

customElements.define('almanac-lanes', AlmanacLanes);
