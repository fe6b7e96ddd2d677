/** The notification center: what failed or was missed, newest first. */

import { count, relative } from '../state/words.js';
import { button, emit, fill, h, icon, keyed, say, set } from './dom.js';

/** @typedef {import('../types.js').Notice} Notice */
/** @typedef {import('./almanac-dialog.js').AlmanacDialog} AlmanacDialog */

const ORDER = { new: 0, acknowledged: 1, snoozed: 2, resolved: 3, suppressed: 4, dismissed: 5 };

/** @param {Notice[]} notices @returns {Notice[]} what the center lists: unread first, then by time */
export function listed(notices) {
    return notices.filter((notice) => notice.status !== 'dismissed')
        .sort((a, b) => ORDER[a.status] - ORDER[b.status] || (a.last_at < b.last_at ? 1 : -1));
}

/** @param {AlmanacDialog} sheet @param {Notice[]} notices @param {number} now */
export function showNotices(sheet, notices, now) {
    const shown = listed(notices);
    fill(sheet.lead, icon('bell'));
    fill(sheet.heading, 'Notifications');
    let list = sheet.body.querySelector('.notices');
    if (!list) {
        list = h('ul', { class: 'notices' });
        fill(sheet.body, h('p', { class: 'quiet notices-summary', role: 'status' }), list);
        fill(sheet.foot);
    }
    const fresh = shown.filter((notice) => notice.status === 'new').length;
    say(/** @type {Element} */ (sheet.body.querySelector('.notices-summary')), shown.length ? `${count(fresh, 'new notification')}, ${count(shown.length - fresh, 'older one')}` : 'Nothing has failed or been missed. This is where it would show.');
    const hadFocus = list.contains(document.activeElement);
    keyed(list, shown.slice(0, 100), (notice) => notice.id, (notice) => makeNotice(sheet, notice), (row, notice) => updateNotice(row, notice, now));
    if (hadFocus && !list.contains(document.activeElement)) /** @type {HTMLElement|null} */ (list.querySelector('button'))?.focus();
}

/** @param {AlmanacDialog} sheet @param {Notice} notice */
function makeNotice(sheet, notice) {
    const change = (/** @type {string} */ status, /** @type {number|undefined} */ minutes) => emit(sheet, 'almanac-notice', { id: notice.id, change: { status, ...(minutes ? { snooze_minutes: minutes } : {}) } });
    return h('li', { class: 'notice' },
        h('div', { class: 'notice-mark' }),
        h('div', { class: 'notice-text' },
            h('button', { type: 'button', class: 'notice-title', onclick: () => notice.event_id && emit(sheet, 'almanac-open', notice.event_id) }),
            h('p', { class: 'notice-message' }), h('p', { class: 'quiet notice-meta' }),
            h('div', { class: 'notice-actions' },
                button('small', 'Acknowledge', 'success', () => change('acknowledged', undefined), { 'data-do': 'acknowledged' }),
                button('small', 'Snooze 1 h', 'late', () => change('snoozed', 60), { 'data-do': 'snoozed' }),
                button('small', 'Dismiss', 'close', () => change('dismissed', undefined), { 'data-do': 'dismissed' }))));
}

/** @param {HTMLElement} row @param {Notice} notice @param {number} now */
function updateNotice(row, notice, now) {
    const kind = notice.status === 'resolved' ? 'success' : /miss|stasis/.test(notice.kind) ? 'missed' : 'failed';
    set(row, 'data-status', notice.status);
    set(row, 'data-kind', kind);
    set(row, 'data-notice', notice.kind);
    set(row, 'data-ref', notice.source_ref);
    fill(/** @type {Element} */ (row.querySelector('.notice-mark')), icon(kind));
    say(/** @type {Element} */ (row.querySelector('.notice-title')), notice.title);
    say(/** @type {Element} */ (row.querySelector('.notice-message')), notice.message ?? '');
    const parts = [relative(Date.parse(notice.last_at), now), notice.count > 1 ? `${notice.count} times` : '', notice.owner_id, notice.status === 'new' ? '' : notice.status];
    say(/** @type {Element} */ (row.querySelector('.notice-meta')), parts.filter(Boolean).join(' · '));
    for (const action of /** @type {HTMLElement[]} */ ([...row.querySelectorAll('[data-do]')])) {
        action.hidden = notice.status === action.dataset.do || (notice.status === 'resolved' && action.dataset.do !== 'dismissed');
    }
}
