/** The bar at the top: where in time we are, what is let through, and whether the page is live. */

import { button, emit, fill, h, icon, iconButton, redraw, say, segmented, set } from './dom.js';

/** @typedef {import('../types.js').Route} Route */
/** @typedef {import('../types.js').Preferences} Preferences */
/** @typedef {import('../types.js').PushState} PushState */
/**
 * @typedef {object} HeaderModel
 * @property {Route} route
 * @property {Preferences} preferences
 * @property {string} range
 * @property {string} zone
 * @property {PushState} push
 * @property {number} unread
 * @property {boolean} busy
 */

/** @type {Record<PushState, {word: string, tip: string}>} */
const PUSH = {
    live: { word: 'Live', tip: 'Changes arrive as they happen' },
    connecting: { word: 'Connecting', tip: 'The live stream is being opened' },
    polling: { word: 'Polling', tip: 'The live stream is down; the page asks every 30 seconds' },
    offline: { word: 'Offline', tip: 'The server does not answer' },
};

const THEME_MARKS = /** @type {const} */ ({ system: ['theme', 'Theme: as the system'], light: ['sun', 'Theme: light'], dark: ['moon', 'Theme: dark'] });

export class AlmanacHeader extends HTMLElement {
    connectedCallback() {
        if (this.firstChild) return;
        this.title_ = h('span', { class: 'range', 'aria-live': 'polite' });
        this.views = segmented('View', [['week', 'Week'], ['agenda', 'Agenda'], ['day', 'Day'], ['list', 'List']], (value) => emit(this, 'almanac-view', value));
        this.sources = segmented('Source', [['all', 'All'], ['cron', 'Cron'], ['heartbeat', 'Heartbeats']], (value) => emit(this, 'almanac-source', value));
        this.search = /** @type {HTMLInputElement} */ (h('input', {
            type: 'search', placeholder: 'Search', 'aria-label': 'Search titles, owners and sessions', autocomplete: 'off', spellcheck: 'false',
            oninput: () => emit(this, 'almanac-search', this.search?.value ?? ''),
        }));
        this.zones = /** @type {HTMLSelectElement} */ (h('select', { 'aria-label': 'Display time zone', onchange: () => emit(this, 'almanac-zone', this.zones?.value ?? '') }));
        this.pushDot = h('span', { class: 'push-dot' });
        this.pushWord = h('span');
        this.push = h('span', { class: 'push', role: 'status' }, this.pushDot, this.pushWord);
        this.refresh = iconButton('Refresh (r)', 'refresh', () => emit(this, 'almanac-refresh'), { class: 'icon-button refresh' });
        this.theme = iconButton('Theme', 'theme', () => emit(this, 'almanac-theme'), { class: 'icon-button theme' });
        this.palette = iconButton('Commands (Ctrl K)', 'command', () => emit(this, 'almanac-palette'), { class: 'icon-button palette-button', 'aria-haspopup': 'dialog' });
        this.more = iconButton('Filter and settings', 'more', () => this.unfold(), { class: 'icon-button header-more', 'aria-expanded': 'false' });
        this.badge = h('span', { class: 'badge', hidden: true });
        this.bell = iconButton('Notifications', 'bell', () => emit(this, 'almanac-notifications'), { 'aria-haspopup': 'dialog' });
        this.bell.append(this.badge);
        this.append(
            h('div', { class: 'brand' }, icon('almanac', 'logo'), h('h1', null, 'Almanac')),
            h('div', { class: 'header-move' },
                button('today', 'Today', null, () => emit(this, 'almanac-today'), { title: 'Today (t)' }),
                iconButton('Earlier (k)', 'chevron-left', () => emit(this, 'almanac-step', -1)),
                iconButton('Later (j)', 'chevron-right', () => emit(this, 'almanac-step', 1))),
            this.title_,
            h('div', { class: 'header-filter' }, this.sources, h('label', { class: 'search' }, icon('search'), this.search)),
            h('div', { class: 'header-view' }, this.views),
            h('label', { class: 'zone' }, icon('globe'), this.zones),
            this.push,
            h('div', { class: 'header-tools' }, this.palette, this.refresh, this.theme,
                iconButton('Settings', 'settings', () => emit(this, 'almanac-settings'), { class: 'icon-button settings-button', 'aria-haspopup': 'dialog' }),
                iconButton('Keyboard shortcuts (?)', 'help', () => emit(this, 'almanac-help'), { class: 'icon-button help' }), this.bell, this.more));
    }

    /** Shows or hides what a phone has no room for. */
    unfold() {
        const open = this.toggleAttribute('data-more');
        if (this.more) set(this.more, 'aria-expanded', String(open));
    }

    /** @param {string[]} zones */
    offerZones(zones) {
        const groups = new Map();
        for (const zone of zones.filter((name) => name !== 'UTC')) {
            const region = zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : 'Other';
            groups.set(region, [...(groups.get(region) ?? []), zone]);
        }
        fill(/** @type {HTMLElement} */ (this.zones), h('option', { value: '' }, 'Server zone'), h('option', { value: 'UTC' }, 'UTC'), [...groups].map(([region, names]) =>
            h('optgroup', { label: region }, names.map((/** @type {string} */ name) => h('option', { value: name }, name.replaceAll('_', ' '))))));
    }

    /** @param {HeaderModel} model */
    show({ route, preferences, range, zone, push, unread, busy }) {
        if (!this.title_ || !this.search || !this.zones || !this.push || !this.bell || !this.badge || !this.theme) return;
        say(this.title_, range);
        press(this.views, route.view);
        press(this.sources, route.source);
        if (document.activeElement !== this.search && this.search.value !== route.search) this.search.value = route.search;
        const first = this.zones.options[0];
        if (first) say(first, zone && !preferences.timezone ? zone.replaceAll('_', ' ') : 'Server zone');
        if (preferences.timezone && ![...this.zones.options].some((option) => option.value === preferences.timezone)) {
            this.zones.append(h('option', { value: preferences.timezone }, preferences.timezone));
        }
        if (this.zones.value !== preferences.timezone) this.zones.value = preferences.timezone;
        set(this.push, 'data-state', push);
        set(this.push, 'title', PUSH[push].tip);
        say(/** @type {HTMLElement} */ (this.pushWord), PUSH[push].word);
        this.refresh?.toggleAttribute('data-busy', busy);
        const [themeIcon, themeWord] = THEME_MARKS[preferences.theme];
        redraw(/** @type {Element} */ (this.theme.firstElementChild), themeIcon);
        label(this.theme, themeWord);
        say(this.badge, unread > 99 ? '99+' : String(unread));
        this.badge.hidden = unread === 0;
        label(this.bell, unread ? `Notifications, ${unread} new` : 'Notifications');
    }
}

/** @param {HTMLElement} element @param {string} text */
function label(element, text) {
    set(element, 'aria-label', text);
    set(element, 'title', text);
}

/** @param {Element|undefined} group @param {string} value */
function press(group, value) {
    for (const option of group?.children ?? []) set(option, 'aria-pressed', String(/** @type {HTMLElement} */ (option).dataset.value === value));
}

customElements.define('almanac-header', AlmanacHeader);
