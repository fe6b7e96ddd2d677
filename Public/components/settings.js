/** The settings sheet: what this browser likes. Every choice takes effect at once. */

import { clock } from '../state/words.js';
import { button, emit, fill, h, icon, segmented } from './dom.js';

/** @typedef {import('../types.js').Preferences} Preferences */
/** @typedef {import('./almanac-dialog.js').AlmanacDialog} AlmanacDialog */

/** @type {[keyof Preferences, string, [string, string][]][]} */
const SETTINGS = [
    ['theme', 'Theme', [['system', 'System'], ['light', 'Light'], ['dark', 'Dark']]],
    ['density', 'Density', [['compact', 'Compact'], ['default', 'Default'], ['comfortable', 'Comfortable']]],
    ['clock', 'Clock', [['server', 'Server’s'], ['24', '24 h'], ['12', '12 h']]],
    ['weekStart', 'Weeks start on', [['server', 'Server’s'], ['0', 'Sunday'], ['1', 'Monday'], ['6', 'Saturday']]],
    ['hours', 'Hours', [['all', 'All'], ['busy', 'Fold empty ones'], ['chosen', 'Some']]],
];

/** @param {AlmanacDialog} sheet @param {Preferences} preferences @param {boolean} hour12 @param {import('../types.js').Access|null} access */
export function showSettings(sheet, preferences, hour12, access) {
    const focused = /** @type {HTMLElement|null} */ (sheet.contains(document.activeElement) ? document.activeElement : null)?.dataset.focus;
    const hourSelect = (/** @type {'from'|'to'} */ name, /** @type {string} */ label) => h('select', {
        'aria-label': label, 'data-focus': name, onchange: (/** @type {Event} */ event) => emit(sheet, 'almanac-prefer', { [name]: Number(/** @type {HTMLSelectElement} */ (event.target).value) }),
    }, Array.from({ length: 25 }, (_, hour) => h('option', { value: hour, selected: hour === preferences[name] }, clock(hour * 60, hour12))));
    fill(sheet.lead, icon('settings'));
    fill(sheet.heading, 'Settings of this browser');
    fill(sheet.body, h('div', { class: 'settings' }, SETTINGS.map(([name, label, options]) => {
        const group = segmented(label, options, (value) => emit(sheet, 'almanac-prefer', { [name]: value }));
        for (const option of group.children) {
            const { value } = /** @type {HTMLElement} */ (option).dataset;
            option.setAttribute('aria-pressed', String(value === preferences[name]));
            option.setAttribute('data-focus', `${name}-${value}`);
        }
        return h('div', { class: 'setting' }, h('span', { 'aria-hidden': 'true' }, label), group);
    }), preferences.hours === 'chosen' ? h('div', { class: 'setting' }, h('span', null, 'Shown hours'), h('span', { class: 'setting-hours' }, hourSelect('from', 'First hour shown'), ' to ', hourSelect('to', 'End of the hours shown'))) : null,
    h('p', { class: 'quiet' }, 'An hour in which something failed, was missed, is late or runs is never folded away.')));
    fill(sheet.foot, access ? h('div', { class: 'actions' }, h('span', { class: 'quiet' }, `${access.name}, ${access.role}${access.owner ? `, ${access.owner}’s only` : ''}`),
        access.signed_in ? button('small', 'Sign out', null, () => emit(sheet, 'almanac-sign-out', null), { 'data-focus': 'sign-out' }) : null) : null);
    if (focused) /** @type {HTMLElement|null} */ (sheet.querySelector(`[data-focus="${focused}"]`))?.focus();
}
