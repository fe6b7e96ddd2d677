/** The smaller sheets: a crowd of events, the keyboard map. */

import { LIST_LIMIT } from '../layout/list.js';
import { kindOf, shownStatus, STATUSES } from '../state/status.js';
import { clockOf, count, duration, sentence, shortDay } from '../state/words.js';
import { pill } from './card.js';
import { button, emit, fill, h, icon } from './dom.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('./almanac-dialog.js').AlmanacDialog} AlmanacDialog */

/**
 * The events behind a "+n", a range or a lane's hour.
 * @param {AlmanacDialog} sheet
 * @param {{title: string, events: CalendarEvent[], now: number, hour12: boolean, note?: string}} crowd
 */
export function showCrowd(sheet, { title, events, now, hour12, note }) {
    const ordered = [...events].sort((a, b) => a.scheduled_at_epoch - b.scheduled_at_epoch);
    const rows = ordered.map((event) => crowdRow(sheet, event, now, hour12));
    const list = h('ul', { class: 'crowd' }, rows.slice(0, LIST_LIMIT));
    fill(sheet.lead, icon('list'));
    fill(sheet.heading, title);
    fill(sheet.body, note ? h('p', { class: 'quiet' }, note) : null, list, rows.length > LIST_LIMIT
        ? button('show-all', `Show ${count(rows.length - LIST_LIMIT, 'more occurrence')}`, null, (event) => {
            list.append(...rows.slice(LIST_LIMIT));
            /** @type {Element} */ (event.currentTarget).remove();
            /** @type {HTMLElement|null} */ (rows[LIST_LIMIT].querySelector('button'))?.focus();
        }) : null, rows.length ? null : h('p', { class: 'quiet' }, 'Nothing here.'));
    fill(sheet.foot);
}

/** @param {AlmanacDialog} sheet @param {CalendarEvent} event @param {number} now @param {boolean} hour12 */
function crowdRow(sheet, event, now, hour12) {
    const status = shownStatus(event, now);
    const why = ['failed', 'missed', 'skipped'].includes(status) ? sentence(event.reason ?? event.run?.error ?? '') : '';
    const second = [why || event.owner_id, event.run?.duration_ms != null ? duration(event.run.duration_ms) : null].filter(Boolean).join(' · ');
    return h('li', null, h('button', { type: 'button', class: 'list-row', 'data-status': status, 'data-kind': kindOf(event), onclick: () => emit(sheet, 'almanac-open', event.event_id) },
        h('span', { class: 'row-time' }, clockOf(event.scheduled_at_local, hour12)),
        h('span', { class: 'row-main' }, h('span', { class: 'row-title' }, event.source === 'heartbeat' ? icon('heart-pulse', 'kind-icon') : null, h('span', null, event.title)),
            h('span', { class: 'row-second' }, second || shortDay(event.day))),
        pill(status, STATUSES[status])));
}

/** @type {[string, [string, string][]][]} */
const KEYS = [
    ['Move', [['w  a  d  l', 'week, agenda, day, list'], ['t', 'today'], ['j  n', 'later'], ['k  p', 'earlier'], ['PgUp  PgDn', 'a page of time'], ['← ↑ → ↓', 'from card to card'], ['Home  End', 'first or last card of the day'], ['Enter', 'details']]],
    ['Act', [['x', 'run now'], ['u', 'pause or resume'], ['c', 'request a change'], ['s', 'stasis'], ['h', 'what was changed'], ['Ctrl K', 'commands'], ['r', 'refresh'], ['/', 'search'], ['?', 'this help'], ['Esc', 'close']]],
];

/** @param {AlmanacDialog} sheet */
export function showHelp(sheet) {
    fill(sheet.lead, icon('help'));
    fill(sheet.heading, 'Keyboard shortcuts');
    fill(sheet.body, h('div', { class: 'keys' }, KEYS.map(([title, keys]) => h('section', null, h('h3', null, title),
        h('dl', null, keys.map(([key, words]) => h('div', null, h('dt', null, key.split('  ').map((one) => h('kbd', null, one))), h('dd', null, words))))))));
    fill(sheet.foot);
}
