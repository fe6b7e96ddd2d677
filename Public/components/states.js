/** What stands in for the calendar, or above it: nothing yet, no answer, outages, a clock change ahead, the legend. */

import { STATUSES } from '../state/status.js';
import { count, dayAndMonth, duration } from '../state/words.js';
import { pill } from './card.js';
import { button, fill, h, icon } from './dom.js';

/** @typedef {import('../types.js').Feed} Feed */
/** @typedef {import('../types.js').Outage} Outage */

const FIRST_COMMANDS = [
    ['A job every weekday at nine', 'almanac add --cron "0 9 * * 1-5" --title "Morning report" -- ./report.sh'],
    ['A job every ten minutes', 'almanac add --every 10m --title "Sync inbox" -- ./sync.sh'],
    ['Everything that is in your crontab', 'crontab -l | almanac import crontab -'],
];

/** @param {HTMLElement} place @param {(text: string) => void} copied */
export function showEmpty(place, copied) {
    fill(place, h('div', { class: 'empty' }, icon('almanac', 'empty-mark'),
        h('h2', null, 'Nothing is scheduled yet'),
        h('p', null, 'Almanac shows what was scheduled, what ran, what failed and what was missed. Give it a first schedule from a terminal; it appears here at once.'),
        h('ul', { class: 'commands' }, FIRST_COMMANDS.map(([what, command]) => h('li', null, h('span', null, what),
            h('div', { class: 'command' }, h('code', { tabindex: '0' }, command), button('small', 'Copy', 'copy', () => {
                void navigator.clipboard?.writeText(command).then(() => copied('Copied.'), () => copied('Copying is not allowed here: select the text instead.'));
            }, { 'aria-label': `Copy the command: ${what}` })))))));
}

/**
 * The calendar did not come: no answer, a refusal, or no permission.
 * @param {HTMLElement} place
 * @param {number} status of HTTP; 0 for no answer
 * @param {string} sentence
 * @param {() => void} retry
 */
export function showFailure(place, status, sentence, retry) {
    const [name, heading] = status === 401 ? ['lock', 'You are not signed in'] : status === 403 ? ['lock', 'You may not see this calendar']
        : status === 0 ? ['offline', 'The server does not answer'] : ['failed', 'The calendar could not be read'];
    fill(place, h('div', { class: 'empty', role: 'alert' }, icon(name, 'empty-mark'), h('h2', null, heading),
        h('p', null, sentence), h('p', null, button('primary', 'Try again', 'refresh', retry))));
}

/** @param {HTMLElement} place */
export function showSkeleton(place) {
    fill(place, h('div', { class: 'skeleton', role: 'status', 'aria-label': 'Reading the calendar' }, Array.from({ length: 7 }, () => h('div', null, h('i'), h('i'), h('i')))));
}

/**
 * The banners: no live stream, cut lists, outages of the last day, a clock change in sight.
 * @param {HTMLElement} place
 * @param {{feed: Feed|null, stale: string|null, cut: number, ahead: {days: import('../types.js').Day[], events: import('../types.js').CalendarEvent[]}, now: number, localTime: (utc: string) => string}} model
 */
export function showBanners(place, { feed, stale, cut, ahead, now, localTime }) {
    /** @type {HTMLElement[]} */
    const banners = [];
    if (stale) banners.push(h('div', { class: 'banner', 'data-kind': 'stale', role: 'status' }, icon('offline'), h('span', null, stale)));
    if (cut) banners.push(h('div', { class: 'banner', 'data-kind': 'cut' }, icon('info'), h('span', null, `This window holds more than can be shown: the first ${count(cut, 'event')} are here. Choose a day, or search.`)));
    const outages = (feed?.outages ?? []).filter((outage) => now - Date.parse(outage.to_utc ?? feed?.now_utc ?? '') < 86_400_000);
    if (outages.length) banners.push(h('div', { class: 'banner', 'data-kind': 'outage' }, icon('outage'), h('span', null, outageWords(outages, now, localTime))));
    const odd = [...(feed?.days ?? []), ...ahead.days].filter((day) => day.transitions.length && Date.parse(day.end_utc) > now && Date.parse(day.start_utc) - now < 7 * 86_400_000);
    for (const day of odd) {
        const affected = [...(feed?.events ?? []), ...ahead.events].filter((event) => event.day === day.date && event.dst);
        const names = [...new Set(affected.map((event) => event.title))];
        const change = day.transitions[0];
        banners.push(h('div', { class: 'banner', 'data-kind': 'dst' }, icon('globe'), h('span', null,
            `Clocks ${Date.parse(change.at_utc) <= now ? 'went' : 'go'} from ${change.local_before} to ${change.local_after} on ${dayAndMonth(day.date)}.${names.length ? ` Affected: ${names.slice(0, 4).join(', ')}${names.length > 4 ? ` and ${names.length - 4} more` : ''}.` : ''}`)));
    }
    fill(place, banners);
}

/** @param {Outage[]} outages @param {number} now @param {(utc: string) => string} localTime */
function outageWords(outages, now, localTime) {
    const last = outages[outages.length - 1];
    const end = last.to_utc ? Date.parse(last.to_utc) : now;
    const span = `${localTime(last.from_utc)} – ${last.to_utc ? localTime(last.to_utc) : 'now'} (${duration(end - Date.parse(last.from_utc))})`;
    const more = outages.length > 1 ? `, and ${count(outages.length - 1, 'more time', 'more times')} in the last day` : '';
    return `The scheduler was not running ${span}${more}. What fell due meanwhile is in stasis.`;
}

/** @param {HTMLElement} place @param {Feed|null} feed */
export function showLegend(place, feed) {
    const labels = new Map((feed?.legend ?? []).map((entry) => [entry.status, entry.label]));
    const order = /** @type {const} */ (['scheduled', 'running', 'success', 'failed', 'missed', 'skipped', 'paused', 'disabled']);
    fill(place, h('ul', { class: 'legend', 'aria-label': 'Legend' },
        order.map((status) => h('li', null, pill(status, { icon: STATUSES[status].icon, word: labels.get(status) ?? STATUSES[status].word }))),
        [['cron', 'Cron'], ['always', 'Always running'], ['oneshot', 'One shot'], ['heartbeat', 'Heartbeat']].map(([kind, word]) =>
            h('li', null, h('span', { class: 'legend-kind', 'data-kind': kind }, kind === 'heartbeat' ? icon('heart-pulse') : h('i'), word)))));
}
