/** Request Change: plain words in, before and after side by side out; nothing changes until it is confirmed. */

import { changedFields, compare, epochOf, fieldWords, valueWords } from '../state/changes.js';
import { button, emit, fill, h, icon } from './dom.js';

/** @typedef {import('../types.js').Proposal} Proposal */
/** @typedef {import('./almanac-dialog.js').AlmanacDialog} AlmanacDialog */
/**
 * @typedef {object} ChangeModel
 * @property {string|null} title of the schedule; null for a new one
 * @property {string} instruction
 * @property {Proposal|null} proposal
 * @property {boolean} busy
 * @property {string|null} fault why the last step was refused
 * @property {(at: string) => string} timeOf
 */

const EXAMPLES = {
    change: ['move it to 9:30', 'only on weekdays', 'every 2 hours', 'pause until monday 8am', 'skip tomorrow'],
    create: ['every weekday at 9:00 run ./report.sh', 'every 30 minutes run ./sync.sh', 'tomorrow at 9:15 run ./publish.sh'],
};
const CONFIDENCE = { high: 'Understood', medium: 'Understood, please check', low: 'Not sure what is meant' };

/** @param {AlmanacDialog} sheet @param {ChangeModel} model */
export function showChange(sheet, model) {
    const { title, proposal, busy, fault } = model;
    fill(sheet.lead, icon('pending'));
    fill(sheet.heading, title ? `Change ${title}` : 'New schedule');
    sheet.dialog.dataset.step = proposal ? 'proposal' : 'words';
    if (proposal) {
        fill(sheet.body, fault ? note('failed', 'failed', fault) : null, answer(proposal, model));
        fill(sheet.foot, h('div', { class: 'actions', 'aria-busy': busy ? 'true' : null },
            proposal.confirmable ? button('small primary', 'Confirm', 'success', () => emit(sheet, 'almanac-confirm', true), { 'data-focus': 'confirm', 'aria-disabled': busy ? 'true' : null }) : null,
            button('small', 'Edit', 'pending', () => emit(sheet, 'almanac-reword'), { 'data-focus': 'edit' }),
            button('small', 'Cancel', 'close', () => emit(sheet, 'almanac-confirm', false))));
        /** @type {HTMLElement|null} */ (sheet.foot.querySelector('[data-focus]'))?.focus();
        return;
    }
    const box = /** @type {HTMLTextAreaElement} */ (h('textarea', { class: 'instruction', rows: '3', 'aria-label': title ? 'What should change' : 'What should run, and when', spellcheck: 'false', 'aria-busy': busy ? 'true' : null }));
    box.value = model.instruction;
    const send = () => {
        if (box.value.trim()) emit(sheet, 'almanac-instruct', box.value.trim());
        else box.focus();
    };
    box.addEventListener('keydown', (event) => {
        if (event.key !== 'Enter' || event.shiftKey) return;
        event.preventDefault();
        send();
    });
    fill(sheet.body, fault ? note('failed', 'failed', fault) : null,
        h('p', { class: 'quiet' }, title ? 'Say in plain words what should be different. You see what it means before anything changes.' : 'Say in plain words what should run, and when.'),
        box,
        h('ul', { class: 'examples', 'aria-label': 'Examples' }, EXAMPLES[title ? 'change' : 'create'].map((words) => h('li', null, h('button', {
            type: 'button', class: 'example', onclick: () => {
                box.value = words;
                box.focus();
            },
        }, words)))));
    fill(sheet.foot, h('div', { class: 'actions' }, button('small primary', busy ? 'Asking…' : 'Show what it means', 'pending', send, { 'aria-disabled': busy ? 'true' : null }), button('small', 'Cancel', null, () => sheet.close())));
    box.focus();
}

/** @param {Proposal} proposal @param {ChangeModel} model */
function answer(proposal, { timeOf }) {
    const low = proposal.confidence === 'low';
    const { before, after } = proposal;
    // Of a new schedule what was asked for; the rest is as it always is.
    const fields = before ? changedFields(before, after ?? {}) : changedFields({}, proposal.patch);
    return h('div', { class: 'proposal', 'data-confidence': proposal.confidence },
        note(low ? 'late' : 'pending', low ? 'help' : 'pending', `${CONFIDENCE[proposal.confidence]}: ${proposal.summary}`),
        proposal.instruction ? h('blockquote', { class: 'quiet' }, `“${proposal.instruction}”`) : null,
        fields.length ? h('table', { class: 'diff' },
            h('thead', null, h('tr', null, h('th', { scope: 'col' }, h('span', { class: 'visually-hidden' }, 'Field')), before ? h('th', { scope: 'col' }, 'Before') : null, h('th', { scope: 'col' }, before ? 'After' : 'New'))),
            h('tbody', null, fields.map((field) => h('tr', null, h('th', { scope: 'row' }, fieldWords(field.name)), before ? h('td', null, h('del', null, valueWords(field.before))) : null, h('td', null, h('ins', null, valueWords(field.after))))))) : null,
        h('div', { class: 'beside' }, before ? column('Next now', proposal.next_before, proposal.next_after, 'gone', timeOf) : null, column('Next then', proposal.next_after, proposal.next_before, 'new', timeOf)),
        proposal.warnings.map((warning) => note('late', 'outage', warning)));
}

/**
 * Up to five occurrences, those that the other side lacks marked.
 * @param {string} heading @param {import('../types.js').ProposedTime[]} times @param {import('../types.js').ProposedTime[]} others @param {'gone'|'new'} mark @param {(at: string) => string} timeOf
 */
function column(heading, times, others, mark, timeOf) {
    const { shown, lacking } = compare((times ?? []).map(epochOf), (others ?? []).map(epochOf));
    return h('section', { class: 'details-section' }, h('h3', null, heading), shown.length
        ? h('ol', { class: 'proposed' }, shown.map((at) => h('li', { 'data-mark': lacking.includes(at) ? mark : null }, lacking.includes(at) ? h('span', { class: 'visually-hidden' }, mark === 'new' ? 'new: ' : 'no longer: ') : null, timeOf(new Date(at).toISOString()))))
        : h('p', { class: 'quiet' }, 'None'));
}

/** @param {string} status @param {string} name @param {string} text */
function note(status, name, text) {
    return h('p', { class: 'note', 'data-status': status, role: status === 'failed' ? 'alert' : null }, icon(name), h('span', null, text));
}
