/** What was missed and waits for an operator: a banner that opens into one row for each entry. */

import { count, duration, relative, sentence } from '../state/words.js';
import { button, emit, h, icon, keyed, say, set } from './dom.js';

/** @typedef {import('../types.js').StasisEntry} StasisEntry */
/** @typedef {{entries: StasisEntry[], now: number, localTime: (utc: string) => string}} StasisModel */

export class AlmanacStasis extends HTMLElement {
    constructor() {
        super();
        /** @type {StasisModel|null} */
        this.model = null;
        this.headline = h('strong');
        this.oldest = h('span', { class: 'stasis-oldest' });
        this.review = button('small', 'Review…', null, () => this.open(this.rows.hidden), { 'aria-expanded': 'false' });
        this.rows = h('ul', { class: 'stasis-rows', hidden: true });
    }

    connectedCallback() {
        if (this.firstChild) return;
        this.append(h('div', { class: 'stasis-banner' }, icon('missed'), h('h2', null, this.headline), this.oldest, this.review), this.rows);
    }

    /** @param {boolean} open */
    open(open) {
        this.rows.hidden = !open;
        set(this.review, 'aria-expanded', String(open));
        say(/** @type {Element} */ (this.review.firstElementChild), open ? 'Close' : 'Review…');
    }

    /** Opens the list and puts the focus on its first row. */
    enter() {
        if (this.hidden) return;
        this.open(true);
        /** @type {HTMLElement|null} */ (this.rows.querySelector('button'))?.focus();
    }

    /** @param {StasisModel} model */
    show(model) {
        const hadFocus = this.contains(document.activeElement);
        this.model = model;
        this.hidden = model.entries.length === 0;
        this.tick(model.now);
        keyed(this.rows, model.entries, (entry) => entry.entry_id, (entry) => this.makeRow(entry), (row, entry) => this.showRow(row, entry));
        // The row that was acted upon is gone; the next one takes over its focus.
        if (hadFocus && !this.contains(document.activeElement)) {
            const next = /** @type {HTMLElement|null} */ (this.rows.querySelector('button'));
            if (next && !this.hidden) next.focus();
            else emit(this, 'almanac-focus');
        }
    }

    /** @param {number} now */
    tick(now) {
        if (!this.model?.entries.length) return;
        this.model.now = now;
        const missed = this.model.entries.reduce((sum, entry) => sum + entry.count, 0);
        say(this.headline, `${count(missed, 'missed occurrence')} in stasis`);
        const oldest = this.model.entries.reduce((a, b) => (a.first_at < b.first_at ? a : b));
        say(this.oldest, `Nothing runs until you decide. Oldest: ${oldest.title}, ${relative(Date.parse(oldest.first_at), now)}`);
    }

    /** @param {StasisEntry} entry */
    makeRow(entry) {
        const input = /** @type {HTMLInputElement} */ (h('input', {
            type: 'text', class: 'plain-words', placeholder: 'in 15m, tomorrow 9:15am', 'aria-label': `New time for ${entry.title}`, autocomplete: 'off', spellcheck: 'false',
        }));
        const form = h('form', {
            class: 'reschedule', hidden: true,
            onsubmit: (/** @type {Event} */ event) => {
                event.preventDefault();
                if (input.value.trim()) this.act(entry.entry_id, 'reschedule', input.value.trim());
                else input.focus();
            },
        }, input, h('button', { type: 'submit', class: 'small primary' }, 'Move'));
        const more = button('small', 'Reschedule', 'late', () => {
            form.hidden = !form.hidden;
            set(more, 'aria-expanded', String(!form.hidden));
            if (!form.hidden) input.focus();
        }, { 'aria-expanded': 'false', 'data-action': 'reschedule', 'aria-label': `Reschedule ${entry.title}` });
        return h('li', { class: 'stasis-row' },
            h('button', { type: 'button', class: 'stasis-what', onclick: () => this.openEntry(entry.entry_id) },
                icon(entry.source === 'heartbeat' ? 'heart-pulse' : 'cron', 'kind-icon'), h('span', { class: 'stasis-title' }), h('span', { class: 'stasis-when' }), h('span', { class: 'stasis-why' })),
            h('div', { class: 'stasis-actions' },
                button('small primary', 'Approve & Run', 'running', () => this.act(entry.entry_id, 'approve_backfill_run'), { 'data-action': 'approve_backfill_run', 'aria-label': `Approve and run ${entry.title}` }),
                more,
                button('small danger', 'Delete', 'trash', () => this.act(entry.entry_id, 'delete_missed'), { 'data-action': 'delete_missed', 'aria-label': `Delete the missed ${entry.title}` }),
                form));
    }

    /** @param {HTMLElement} row @param {StasisEntry} entry */
    showRow(row, entry) {
        const { localTime } = /** @type {StasisModel} */ (this.model);
        set(row, 'data-source', entry.source);
        set(row, 'data-ref', entry.source_ref);
        say(/** @type {Element} */ (row.querySelector('.stasis-title')), entry.title);
        const span = Date.parse(entry.last_at) - Date.parse(entry.first_at);
        say(/** @type {Element} */ (row.querySelector('.stasis-when')), entry.count > 1
            ? `${entry.count.toLocaleString('en')} × from ${localTime(entry.first_at)} to ${localTime(entry.last_at)} (${duration(span)})` : localTime(entry.first_at));
        say(/** @type {Element} */ (row.querySelector('.stasis-why')), sentence(entry.reason_in_words ?? entry.reason ?? ''));
    }

    /** @param {string} id */
    entry(id) {
        return this.model?.entries.find((candidate) => candidate.entry_id === id);
    }

    /** @param {string} id */
    openEntry(id) {
        const entry = this.entry(id);
        if (entry) emit(this, 'almanac-open', entry.event_id);
    }

    /** @param {string} id @param {string} action @param {string} [runAt] */
    act(id, action, runAt) {
        const entry = this.entry(id);
        if (!entry) return;
        const row = [...this.rows.children].find((candidate) => /** @type {HTMLElement} */ (candidate).dataset.key === id);
        row?.setAttribute('aria-busy', 'true');
        emit(this, 'almanac-act', {
            eventId: entry.event_id, title: entry.title,
            action: { action, scope: 'entry', ...(runAt ? { run_at: runAt } : {}) }, done: () => row?.removeAttribute('aria-busy'),
        });
    }
}

customElements.define('almanac-stasis', AlmanacStasis);
