/** What was missed and waits for an operator: a banner that opens into a panel, outage by outage. */

import { LIST_LIMIT } from '../layout/list.js';
import { count, duration, relative, sentence } from '../state/words.js';
import { button, emit, fill, h, icon, keyed, say, segmented, set } from './dom.js';

/** @typedef {import('../types.js').StasisEntry} StasisEntry */
/** @typedef {import('../types.js').Outage} Outage */
/** @typedef {{entries: StasisEntry[], whole: boolean, outages: Outage[], now: number, localTime: (utc: string) => string}} StasisModel   `whole`: whether no entry is left out by the header's filter */
/** @typedef {{key: string, outage: Outage|null, entries: StasisEntry[]}} Group   what one outage left behind; null for what was missed without one */

export class AlmanacStasis extends HTMLElement {
    constructor() {
        super();
        /** @type {StasisModel|null} */
        this.model = null;
        this.only = 'all';
        /** @type {Set<string>} groups that are shown whole */
        this.whole = new Set();
        this.headline = h('strong');
        this.oldest = h('span', { class: 'stasis-oldest' });
        this.review = button('small', 'Review…', null, () => this.open(this.panel.hidden), { 'aria-expanded': 'false' });
        this.filter = segmented('Which', [['all', 'All'], ['critical', 'Critical'], ['cron', 'Cron'], ['heartbeat', 'Heartbeats']], (value) => {
            this.only = value;
            this.showGroups();
        });
        this.groups = h('div', { class: 'stasis-groups' });
        this.panel = h('div', { class: 'stasis-panel', hidden: true }, h('div', { class: 'stasis-filter' }, this.filter), this.groups);
    }

    connectedCallback() {
        if (this.firstChild) return;
        this.append(h('div', { class: 'stasis-banner' }, icon('missed'), h('h2', null, this.headline), this.oldest, this.review), this.panel);
    }

    /** @param {boolean} open */
    open(open) {
        this.panel.hidden = !open;
        set(this.review, 'aria-expanded', String(open));
        say(/** @type {Element} */ (this.review.firstElementChild), open ? 'Close' : 'Review…');
    }

    /** Opens the panel and puts the focus on its first row. */
    enter() {
        if (this.hidden) return;
        this.open(true);
        /** @type {HTMLElement|null} */ (this.groups.querySelector('.stasis-row button'))?.focus();
    }

    /** @param {StasisModel} model */
    show(model) {
        const hadFocus = this.contains(document.activeElement);
        this.model = model;
        this.hidden = model.entries.length === 0;
        this.tick(model.now);
        this.showGroups();
        // The row that was acted upon is gone; the next one takes over its focus.
        if (hadFocus && !this.contains(document.activeElement)) {
            const next = /** @type {HTMLElement|null} */ (this.groups.querySelector('.stasis-row button'));
            if (next && !this.hidden) next.focus();
            else emit(this, 'almanac-focus');
        }
    }

    /** @param {number} now */
    tick(now) {
        if (!this.model?.entries.length) return;
        this.model.now = now;
        say(this.headline, `${count(occurrences(this.model.entries), 'missed occurrence')} in stasis`);
        const oldest = this.model.entries.reduce((a, b) => (a.first_at < b.first_at ? a : b));
        say(this.oldest, `Nothing runs until you decide. Oldest: ${oldest.title}, ${relative(Date.parse(oldest.first_at), now)}`);
    }

    /** @returns {Group[]} newest outage first */
    grouped() {
        const { entries, outages } = /** @type {StasisModel} */ (this.model);
        const shown = entries.filter((entry) => this.only === 'all' || entry.category === this.only || entry.source === this.only);
        /** @type {Map<string, Group>} */
        const groups = new Map();
        for (const entry of shown) {
            const key = entry.outage_id ?? 'none';
            const group = groups.get(key) ?? { key, outage: outages.find((outage) => outage.id === entry.outage_id) ?? null, entries: [] };
            group.entries.push(entry);
            groups.set(key, group);
        }
        return [...groups.values()].sort((a, b) => (a.entries[0].last_at < b.entries[0].last_at ? 1 : -1));
    }

    showGroups() {
        if (!this.model) return;
        for (const option of this.filter.children) set(option, 'aria-pressed', String(/** @type {HTMLElement} */ (option).dataset.value === this.only));
        const groups = this.grouped();
        keyed(this.groups, groups, (group) => group.key, (group) => this.makeGroup(group.key), (section, group) => this.showGroup(section, group));
        this.groups.querySelector('.stasis-none')?.remove();
        if (!groups.length) this.groups.append(h('p', { class: 'quiet stasis-none' }, 'None of these waits.'));
    }

    /** @param {string} key */
    makeGroup(key) {
        return h('section', { class: 'stasis-group' },
            h('div', { class: 'stasis-head' }, h('h3'), h('span', { class: 'stasis-sum' }), h('div', { class: 'stasis-bulk' },
                button('small', 'Approve all', 'running', () => this.askBulk(key, 'approve'), { 'data-bulk': 'approve' }),
                button('small danger', 'Delete all', 'trash', () => this.askBulk(key, 'delete'), { 'data-bulk': 'delete' }))),
            h('ul', { class: 'stasis-rows' }));
    }

    /** @param {HTMLElement} section @param {Group} group */
    showGroup(section, group) {
        const { localTime } = /** @type {StasisModel} */ (this.model);
        const { outage, entries } = group;
        const [heading, sum] = /** @type {HTMLElement[]} */ ([.../** @type {Element} */ (section.firstElementChild).children]);
        const end = outage?.to_utc;
        say(heading, outage ? `Outage ${localTime(outage.from_utc)} – ${end ? localTime(end) : 'now'}${end ? ` (${duration(Date.parse(end) - Date.parse(outage.from_utc))})` : ''}` : 'Missed without an outage');
        say(sum, `${count(entries.length, 'schedule')}, ${count(occurrences(entries), 'occurrence')}`);
        for (const bulk of section.querySelectorAll('[data-bulk]')) {
            const word = /** @type {HTMLElement} */ (bulk).dataset.bulk === 'approve' ? 'Approve' : 'Delete';
            set(bulk, 'aria-label', `${word} all ${entries.length} of ${heading.textContent}`);
        }
        const rows = /** @type {HTMLElement} */ (section.querySelector('.stasis-rows'));
        const shown = this.whole.has(group.key) ? entries : entries.slice(0, LIST_LIMIT);
        keyed(rows, shown, (entry) => entry.entry_id, (entry) => this.makeRow(entry), (row, entry) => this.showRow(row, entry));
        section.querySelector('.show-all')?.remove();
        if (shown.length < entries.length) {
            section.append(button('show-all', `Show ${count(entries.length - shown.length, 'more schedule')}`, null, () => {
                this.whole.add(group.key);
                this.showGroups();
            }));
        }
    }

    /**
     * A bulk answer is asked for twice: it can't be taken back.
     * @param {string} key @param {'approve'|'delete'} action
     */
    askBulk(key, action) {
        const group = this.grouped().find((one) => one.key === key);
        const section = [...this.groups.children].find((one) => /** @type {HTMLElement} */ (one).dataset.key === key);
        const place = section?.querySelector('.stasis-bulk');
        if (!group || !place) return;
        const n = group.entries.length;
        const restore = [...place.children];
        const back = () => {
            fill(place, restore);
            /** @type {HTMLElement|null} */ (place.querySelector(`[data-bulk="${action}"]`))?.focus();
        };
        const words = action === 'approve' ? `Run the newest of ${count(n, 'schedule')} now?` : `Delete ${count(occurrences(group.entries), 'occurrence')} without running?`;
        const sure = button(`small ${action === 'approve' ? 'primary' : 'danger'}`, action === 'approve' ? 'Approve' : 'Delete', null, () => {
            back();
            // The whole outage in one word, unless a filter, here or in the header, leaves some of it out.
            const outage = group.outage && this.only === 'all' && this.model?.whole ? group.outage.id : null;
            emit(this, 'almanac-resolve', { action, outageId: outage, entries: group.entries });
        }, { 'data-bulk-sure': action });
        fill(place, h('span', { role: 'status' }, words), sure, button('small', 'Back', null, back));
        sure.focus();
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
                button('small', 'Approve & Run', 'running', () => this.act(entry.entry_id, 'approve_backfill_run'), { 'data-action': 'approve_backfill_run', 'aria-label': `Approve and run ${entry.title}` }),
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
            ? `${entry.count.toLocaleString('en')} × ${localTime(entry.first_at)} – ${localTime(entry.last_at)} (${duration(span)})` : localTime(entry.first_at));
        say(/** @type {Element} */ (row.querySelector('.stasis-why')), [entry.category === 'critical' ? 'Critical' : '', entry.outage_id ? '' : sentence(entry.reason_in_words ?? entry.reason ?? '')].filter(Boolean).join(' · '));
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
        const row = this.groups.querySelector(`.stasis-row[data-key="${CSS.escape(id)}"]`);
        row?.setAttribute('aria-busy', 'true');
        emit(this, 'almanac-act', {
            eventId: entry.event_id, title: entry.title,
            action: { action, scope: 'entry', ...(runAt ? { run_at: runAt } : {}) }, done: () => row?.removeAttribute('aria-busy'),
        });
    }
}

/** @param {StasisEntry[]} entries */
function occurrences(entries) {
    return entries.reduce((sum, entry) => sum + entry.count, 0);
}

customElements.define('almanac-stasis', AlmanacStasis);
