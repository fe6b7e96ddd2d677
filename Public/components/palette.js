/** The palette: one line to type into, and what it offers. */

import { suggest } from '../state/palette.js';
import { emit, fill, h, icon, set } from './dom.js';

/** @typedef {import('../state/palette.js').Offer} Offer */
/** @typedef {import('./almanac-dialog.js').AlmanacDialog} AlmanacDialog */

const KINDS = { action: 'Do', schedule: 'Schedule', command: 'Command', date: 'Date', words: 'New' };

/**
 * Fills the sheet; `known` is asked at every keystroke, so that what arrives later is found too.
 * @param {AlmanacDialog} sheet
 * @param {() => Parameters<typeof suggest>[1]} known
 * @returns {() => void} shows the offers again
 */
export function showPalette(sheet, known) {
    /** @type {Offer[]} */
    let offers = [];
    let chosen = 0;
    const list = h('ul', { class: 'palette-list', role: 'listbox', id: 'palette-list', 'aria-label': 'What fits' });
    const input = /** @type {HTMLInputElement} */ (h('input', {
        type: 'text', class: 'palette-input', role: 'combobox', 'aria-expanded': 'true', 'aria-controls': 'palette-list', 'aria-label': 'Commands', autocomplete: 'off', spellcheck: 'false',
        placeholder: 'A schedule, “run backup”, “friday”, or words for a new schedule',
    }));
    const pick = () => {
        const offer = offers[chosen];
        if (!offer) return;
        sheet.close();
        emit(sheet, 'almanac-pick-offer', offer);
    };
    const mark = () => {
        [...list.children].forEach((row, i) => set(row, 'aria-selected', String(i === chosen)));
        set(input, 'aria-activedescendant', offers.length ? `offer-${chosen}` : null);
        list.children[chosen]?.scrollIntoView({ block: 'nearest' });
    };
    const show = () => {
        offers = suggest(input.value, known());
        chosen = Math.min(chosen, Math.max(0, offers.length - 1));
        fill(list, offers.map((offer, i) => h('li', {
            role: 'option', id: `offer-${i}`, 'data-kind': offer.kind,
            onclick: () => {
                chosen = i;
                pick();
            },
        }, icon(offer.icon), h('span', { class: 'offer-label' }, offer.label), h('span', { class: 'quiet offer-note' }, offer.note), h('span', { class: 'offer-kind' }, KINDS[offer.kind]))));
        mark();
    };
    input.addEventListener('input', () => {
        chosen = 0;
        show();
    });
    input.addEventListener('keydown', (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (step && offers.length) {
            event.preventDefault();
            chosen = (chosen + step + offers.length) % offers.length;
            mark();
        } else if (event.key === 'Enter') {
            event.preventDefault();
            pick();
        }
    });
    fill(sheet.lead, icon('search'));
    fill(sheet.heading, 'Commands');
    fill(sheet.body, input, list);
    fill(sheet.foot);
    show();
    queueMicrotask(() => input.focus());
    return show;
}
