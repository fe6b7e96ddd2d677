/** One occurrence, range or stack as a card: made once, patched in place. */

import { kindOf, overruns, STATUSES } from '../state/status.js';
import { clock, duration, longDay, offset, sentence } from '../state/words.js';
import { h, icon, redraw, say, set } from './dom.js';

/** @typedef {import('../layout/batches.js').Item} Item */
/** @typedef {{hour12: boolean, now: number, repeated: boolean, roomy: boolean, going: number}} CardContext   `roomy`: whether there is room for a second line; `going`: how many of its occurrences a proposal would take */

/** @type {HTMLElement|null} */
let pattern = null;

/** An empty card: cloned, because a week holds hundreds. @returns {HTMLElement} */
export function makeCard() {
    pattern ??= drawPattern();
    return /** @type {HTMLElement} */ (pattern.cloneNode(true));
}

function drawPattern() {
    return h('button', { type: 'button', class: 'card', tabindex: '-1' }, icon('scheduled', 'status-icon'), h('span', { class: 'card-time' }), h('span', { class: 'card-title' }));
}

/**
 * A part that few cards have: made when it first has something to say, silent afterwards.
 * @param {HTMLElement} card
 * @param {string} name
 * @param {string} text
 */
function part(card, name, text) {
    const have = card.querySelector(`.${name}`);
    if (have) say(have, text);
    else if (text) card.append(h('span', { class: name }, text));
}

/** @param {HTMLElement} card @param {Item} item @param {CardContext} context */
export function updateCard(card, item, context) {
    const event = item.events[0];
    const status = STATUSES[item.status];
    const [statusIcon, time] = /** @type {HTMLElement[]} */ ([...card.children]);
    // A heartbeat's own icon stands between time and title from the first drawing on.
    const title = /** @type {HTMLElement} */ (card.querySelector('.card-title'));
    const label = cardLabel(item, context);
    set(card, 'data-status', item.status);
    set(card, 'data-kind', kindOf(event));
    set(card, 'data-source', event.source);
    set(card, 'data-event', event.event_id);
    set(card, 'data-run', event.run?.run_id ?? event.run_id ?? null);
    set(card, 'data-shape', item.kind);
    set(card, 'data-going', context.going > 0);
    redraw(statusIcon, status.icon);
    say(time, timeOf(item, context));
    say(title, titleOf(item));
    part(card, 'card-count', item.kind === 'card' ? '' : `×${item.events.length}`);
    part(card, 'card-badge', context.repeated ? offset(event.offset_seconds) : event.dst ? 'DST' : event.missed_count > 1 ? `×${event.missed_count}` : '');
    part(card, 'card-more', context.roomy ? secondLine(item) : '');
    if (event.source === 'heartbeat' && !card.querySelector('.kind-icon')) title.before(icon('heart-pulse', 'kind-icon'));
    set(card, 'aria-label', label);
    set(card, 'title', label);
    const running = item.status === 'running';
    card.toggleAttribute('data-over', running && overruns(event, context.now));
    if (!running && !card.querySelector('.card-progress')) return;
    part(card, 'card-progress', ' ');
    const started = running && event.run?.started_at ? Date.parse(event.run.started_at) : context.now;
    const done = event.duration_hint_seconds ? Math.min(0.97, (context.now - started) / (event.duration_hint_seconds * 1000)) : 0;
    /** @type {HTMLElement} */ (card.querySelector('.card-progress')).style.setProperty('--done', String(Math.max(0, done)));
}

/** @param {Item} item @param {CardContext} context */
function timeOf(item, context) {
    const first = item.events[0], last = item.events[item.events.length - 1];
    if (item.kind === 'card') return clock(first.minute_of_day, context.hour12);
    return `${clock(first.minute_of_day, context.hour12)}–${clock(last.minute_of_day, context.hour12)}`;
}

/**
 * The schedule's title, or how many schedules share a stack.
 * @param {Item} item
 */
export function titleOf(item) {
    const schedules = new Set(item.events.map((event) => `${event.source}|${event.source_ref}`));
    return schedules.size > 1 ? `${schedules.size} schedules` : item.events[0].title;
}

/** @param {Item} item */
function secondLine(item) {
    const event = item.events[0];
    const run = event.run;
    const took = item.kind === 'card' && run?.duration_ms != null ? duration(run.duration_ms) : null;
    const usual = !took && event.duration_hint_seconds ? `about ${duration(event.duration_hint_seconds * 1000)}` : null;
    const why = item.status === 'failed' || item.status === 'missed' ? event.reason ?? run?.error : null;
    return [why ? sentence(why) : null, event.owner_id, event.session_id, took ?? usual].filter(Boolean).join(' · ');
}

/**
 * What a screen reader says and the tip shows.
 * @param {Item} item
 * @param {CardContext} context
 */
export function cardLabel(item, context) {
    const event = item.events[0];
    const parts = [
        goingWords(item, context.going),
        STATUSES[item.status].word,
        item.kind === 'card' ? timeOf(item, context) : `${item.events.length} times ${timeOf(item, context)}`,
        titleOf(item),
        event.source === 'heartbeat' ? 'heartbeat' : 'cron job',
        longDay(event.day),
    ];
    if (event.missed_count > 1) parts.push(`${event.missed_count} occurrences`);
    if (item.status === 'failed' || item.status === 'missed' || item.status === 'skipped') parts.push(sentence(event.reason ?? event.run?.error ?? ''));
    if (event.dst) parts.push(event.dst.text);
    return parts.filter(Boolean).join(', ');
}

/**
 * How many of an item's occurrences a proposal would take.
 * @param {Item} item
 * @param {Set<string>} going event ids
 */
export function goingOf(item, going) {
    return going.size ? item.events.filter((event) => going.has(event.event_id)).length : 0;
}

/** @param {Item} item @param {number} going @returns {string} empty where nothing would go */
export function goingWords(item, going) {
    if (!going) return '';
    return going === item.events.length ? 'No longer' : `${going} no longer`;
}

/** What marks an occurrence that is only proposed. */
export const PROPOSED = { word: 'Proposed', icon: 'pending' };

/**
 * An occurrence that is only proposed.
 * @param {import('../types.js').Ghost} ghost
 * @param {boolean} hour12
 */
export function makeGhost(ghost, hour12) {
    return h('div', { class: 'ghost', 'data-status': 'pending' }, icon('pending'), h('span', { class: 'visually-hidden' }, `${PROPOSED.word}: `), h('span', null, `${clock(ghost.minute, hour12)} ${ghost.title}`));
}

/**
 * A status in a small pill: icon and word.
 * @param {string} status
 * @param {{word: string, icon: string}} shown
 */
export function pill(status, shown) {
    return h('span', { class: 'pill', 'data-status': status }, icon(shown.icon), h('span', null, shown.word));
}
