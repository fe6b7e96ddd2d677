/** The audit view: who changed what, newest first, and the way back. */

import { LIST_LIMIT } from '../layout/list.js';
import { count, relative, sentence } from '../state/words.js';
import { changedFields, fieldWords, valueWords } from '../state/changes.js';
import { button, emit, fill, h, icon } from './dom.js';

/** @typedef {import('../types.js').AuditRow} AuditRow */
/** @typedef {import('./almanac-dialog.js').AlmanacDialog} AlmanacDialog */

/** @typedef {{now: number, localTime: (utc: string) => string, titleOf: (source: string|null, ref: string|null) => string|undefined}} AuditContext */

/**
 * @param {AlmanacDialog} sheet
 * @param {AuditRow[]|null} rows null while they are on their way
 * @param {AuditContext} context
 */
export function showAudit(sheet, rows, context) {
    fill(sheet.lead, icon('log'));
    fill(sheet.heading, 'What was changed');
    fill(sheet.foot);
    if (!rows) return fill(sheet.body, h('p', { class: 'quiet', role: 'status' }, 'Reading the audit…'));
    const undone = new Set(rows.map((row) => row.undoes));
    const made = rows.map((row) => auditRow(sheet, row, undone.has(row.id), context));
    const list = h('ol', { class: 'audit' }, made.slice(0, LIST_LIMIT));
    const more = made.length - LIST_LIMIT;
    return fill(sheet.body, made.length ? list : h('p', { class: 'quiet' }, 'Nobody has changed anything yet.'),
        more > 0 ? button('show-all', `Show ${count(more, 'older change')}`, null, (event) => {
            list.append(...made.slice(LIST_LIMIT));
            /** @type {Element} */ (event.currentTarget).remove();
        }) : null);
}

/** @param {AlmanacDialog} sheet @param {AuditRow} row @param {boolean} undone @param {AuditContext} context */
function auditRow(sheet, row, undone, { now, localTime, titleOf }) {
    const title = String(row.after?.title ?? row.before?.title ?? titleOf(row.source, row.source_ref) ?? row.source_ref ?? '');
    const fields = row.before && row.after ? changedFields(row.before, row.after) : [];
    return h('li', { class: 'audit-row', 'data-audit': row.id },
        h('div', { class: 'audit-what' },
            h('strong', null, sentence(row.action.replaceAll('_', ' '))),
            title ? row.event_id ? h('button', { type: 'button', class: 'link', onclick: () => emit(sheet, 'almanac-open', row.event_id) }, title) : h('span', null, title) : null),
        fields.length ? h('dl', { class: 'audit-fields' }, fields.slice(0, 4).map(({ name, before, after }) => h('div', null,
            h('dt', null, fieldWords(name)), h('dd', null, h('del', null, valueWords(before)), ' → ', h('ins', null, valueWords(after)))))) : null,
        row.reason ? h('p', null, row.reason) : null,
        h('div', { class: 'audit-foot' },
            h('span', { class: 'quiet', title: localTime(row.at) }, `${row.actor.name || row.actor.kind} · ${relative(Date.parse(row.at), now)}`),
            undone ? h('span', { class: 'quiet' }, 'Undone') : row.before || row.after ? button('small', 'Undo', 'undo', () => emit(sheet, 'almanac-undo', row.id), { 'aria-label': `Undo: ${row.action.replaceAll('_', ' ')} ${title}` }) : null));
}
