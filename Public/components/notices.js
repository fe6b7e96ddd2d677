/** The notification center: what failed or was missed, unread first, and what may be done about it in place. */

import { LIST_LIMIT } from '../layout/list.js';
import { count, relative, sentence } from '../state/words.js';
import { ACTIONS } from './details.js';
import { button, emit, fill, h, icon, iconButton, keyed, say, set } from './dom.js';

/** @typedef {import('../types.js').Notice} Notice */
/** @typedef {import('./almanac-dialog.js').AlmanacDialog} AlmanacDialog */

const ORDER = { new: 0, acknowledged: 1, snoozed: 2, resolved: 3, suppressed: 4, dismissed: 5 };
/** What is offered in place; the rest is in the details. */
const IN_PLACE = /** @type {Record<string, import('../types.js').ActionName[]>} */ ({ missed: ['approve_backfill_run', 'delete_missed'], failed: ['run_now', 'open_logs'] });
const SNOOZES = /** @type {[string, string][]} */ ([['15', '15 minutes'], ['60', '1 hour'], ['480', '8 hours'], ['1440', '1 day']]);

/** @param {Notice[]} notices @returns {Notice[]} what the center lists: unread first, then by time */
export function listed(notices) {
    return notices.filter((notice) => notice.status !== 'dismissed')
        .sort((a, b) => ORDER[a.status] - ORDER[b.status] || (a.last_at < b.last_at ? 1 : -1));
}

/** @param {AlmanacDialog} sheet @param {Notice[]} notices @param {{now: number, suppressed: number, localTime: (utc: string) => string}} context */
export function showNotices(sheet, notices, { now, suppressed, localTime }) {
    const all = listed(notices);
    fill(sheet.lead, icon('bell'));
    fill(sheet.heading, 'Notifications');
    let list = sheet.body.querySelector('.notices');
    if (!list) {
        list = h('ul', { class: 'notices' });
        fill(sheet.body, h('div', { class: 'notices-top' }, h('p', { class: 'quiet notices-summary', role: 'status' }),
            button('small', 'Acknowledge all', 'success', () => emit(sheet, 'almanac-notices-read'), { class: 'small notices-read' }),
            button('small', 'What was changed', 'log', () => emit(sheet, 'almanac-audit'))), list, h('p', { class: 'quiet notices-cut' }));
        fill(sheet.foot);
    }
    const fresh = all.filter((notice) => notice.status === 'new').length;
    const older = all.length - fresh;
    say(/** @type {Element} */ (sheet.body.querySelector('.notices-summary')), all.length ? [fresh ? count(fresh, 'new notification') : 'Nothing new', older ? count(older, 'older one') : ''].filter(Boolean).join(', ') : 'Nothing has failed or been missed. This is where it would show.');
    /** @type {HTMLElement} */ (sheet.body.querySelector('.notices-read')).hidden = fresh === 0;
    const active = /** @type {HTMLElement|null} */ (list.contains(document.activeElement) ? document.activeElement : null);
    keyed(list, all.slice(0, LIST_LIMIT), (notice) => notice.id, (notice) => makeNotice(sheet, notice), (row, notice) => updateNotice(sheet, row, notice, now, localTime));
    const more = all.length - LIST_LIMIT;
    say(/** @type {Element} */ (sheet.body.querySelector('.notices-cut')), [more > 0 ? `${count(more, 'older one is', 'older ones are')} not shown.` : '', suppressed ? `${count(suppressed, 'more was', 'more were')} held back by the policy of their category.` : ''].filter(Boolean).join(' '));
    // A button that did its work is gone: its notice keeps the focus.
    if (active && (!active.isConnected || active.hidden)) {
        const row = active.isConnected ? active.closest('.notice') : null;
        /** @type {HTMLElement|null} */ ((row ?? list).querySelector('button'))?.focus();
    }
}

/** @param {AlmanacDialog} sheet @param {Notice} notice */
function makeNotice(sheet, notice) {
    const change = (/** @type {string} */ status, /** @type {number|undefined} */ minutes) => emit(sheet, 'almanac-notice', { id: notice.id, change: { status, ...(minutes ? { snooze_minutes: minutes } : {}) } });
    const snooze = /** @type {HTMLSelectElement} */ (h('select', {
        class: 'small', 'aria-label': 'Snooze', 'data-do': 'snoozed',
        onchange: () => {
            if (snooze.value) change('snoozed', Number(snooze.value));
            snooze.value = '';
        },
    }, h('option', { value: '' }, 'Snooze'), SNOOZES.map(([minutes, words]) => h('option', { value: minutes }, words))));
    return h('li', { class: 'notice' },
        h('div', { class: 'notice-mark' }),
        h('div', { class: 'notice-text' },
            h('div', { class: 'notice-top' },
                h('button', { type: 'button', class: 'notice-title', onclick: () => notice.event_id && emit(sheet, 'almanac-open', notice.event_id) }),
                iconButton('Acknowledge', 'success', () => change('acknowledged', undefined), { 'data-do': 'acknowledged' }),
                iconButton('Dismiss', 'close', () => change('dismissed', undefined), { 'data-do': 'dismissed' })),
            h('p', { class: 'notice-message' }), h('p', { class: 'quiet notice-meta' }),
            h('div', { class: 'notice-actions' },
                h('span', { class: 'notice-own' }), snooze)));
}

/** @param {AlmanacDialog} sheet @param {HTMLElement} row @param {Notice} notice @param {number} now @param {(utc: string) => string} localTime */
function updateNotice(sheet, row, notice, now, localTime) {
    const kind = notice.status === 'resolved' ? 'success' : /miss|stasis/.test(notice.kind) ? 'missed' : 'failed';
    set(row, 'data-status', notice.status);
    set(row, 'data-kind', kind);
    set(row, 'data-notice', notice.kind);
    set(row, 'data-ref', notice.source_ref);
    fill(/** @type {Element} */ (row.querySelector('.notice-mark')), icon(kind));
    say(/** @type {Element} */ (row.querySelector('.notice-title')), notice.title);
    say(/** @type {Element} */ (row.querySelector('.notice-message')), sentence(notice.message ?? ''));
    const state = notice.status === 'snoozed' && notice.snoozed_until ? `snoozed until ${localTime(notice.snoozed_until)}` : notice.status === 'new' ? '' : notice.status;
    say(/** @type {Element} */ (row.querySelector('.notice-meta')), [relative(Date.parse(notice.last_at), now), notice.count > 1 ? `${notice.count} times` : '', notice.owner_id, state].filter(Boolean).join(' · '));
    for (const action of /** @type {HTMLElement[]} */ ([...row.querySelectorAll('[data-do]')])) {
        action.hidden = notice.status === action.dataset.do || (notice.status === 'resolved' && action.dataset.do !== 'dismissed');
    }
    const own = /** @type {HTMLElement} */ (row.querySelector('.notice-own'));
    const open = notice.status !== 'resolved' && notice.event_id ? IN_PLACE[notice.kind === 'missed' ? 'missed' : 'failed'].filter((action) => notice.actions?.includes(action)) : [];
    if (own.dataset.actions === open.join()) return;
    own.dataset.actions = open.join();
    fill(own, open.map((action) => button(`small ${action === 'delete_missed' ? 'danger' : ''}`.trim(), ACTIONS[action].word, ACTIONS[action].icon, () => emit(sheet, 'almanac-act', {
        eventId: notice.event_id, title: notice.title, action: { action, ...(notice.kind === 'missed' && action !== 'open_logs' ? { scope: 'entry' } : {}) },
    }), { 'data-action': action })));
}
