/** What the palette offers for what is typed: schedules and what may be done with them, views, dates, a new schedule in words. */

import { addDays, dayAndMonth, MONTHS, parts, WEEKDAYS, weekdayOf } from './words.js';

/**
 * @typedef {object} Known a schedule that can be found
 * @property {string} source
 * @property {string} source_ref
 * @property {string} title
 * @property {string} owner_id
 * @property {string} words
 * @property {string} event_id
 * @property {import('../types.js').ActionName[]} actions
 *
 * @typedef {object} Offer
 * @property {string} key
 * @property {'schedule'|'action'|'command'|'date'|'words'} kind
 * @property {string} label
 * @property {string} note
 * @property {string} icon
 * @property {any} [value]
 *
 * @typedef {{id: string, label: string, keys: string, icon: string}} Command
 */

const VERBS = /** @type {[import('../types.js').ActionName, RegExp, string, string][]} */ ([
    ['run_now', /^(run|start)( now)?$/, 'Run now', 'running'], ['pause', /^pause$/, 'Pause', 'paused'], ['resume', /^resume$/, 'Resume', 'running'],
    ['disable', /^disable$/, 'Disable', 'disabled'], ['enable', /^enable$/, 'Enable', 'success'], ['open_logs', /^logs?$/, 'Log', 'log'],
]);
/** Words that a request for a new schedule has at least. */
const WORDS_LEAST = 3;
const OFFERS_MOST = 12;

/**
 * How well a text answers what is typed: 0 not at all; a start beats a word's start, that beats the middle, that beats scattered letters.
 * @param {string} typed
 * @param {string} text
 */
export function score(typed, text) {
    const wanted = typed.toLowerCase(), given = text.toLowerCase();
    if (!wanted) return 1;
    const at = given.indexOf(wanted);
    if (at === 0) return 5;
    if (at > 0) return /[\s\-_/·]/.test(given[at - 1]) ? 4 : 3;
    if (wanted.includes(' ') && wanted.split(/\s+/).every((word) => given.includes(word))) return 2.5;
    let next = 0;
    for (const letter of given) if (letter === wanted[next]) next += 1;
    return wanted.length > 2 && next === wanted.length ? 1.5 : 0;
}

/**
 * @param {string} text what is typed
 * @param {{schedules: Known[], commands: Command[], today: string}} known
 * @returns {Offer[]} the best first
 */
export function suggest(text, { schedules, commands, today }) {
    const typed = text.trim();
    /** @type {(Offer & {rank: number})[]} */
    const found = [];
    const space = typed.indexOf(' ');
    const verb = VERBS.find(([, pattern]) => pattern.test((space < 0 ? typed : typed.slice(0, space)).toLowerCase()));
    if (verb) {
        const [action, , word, icon] = verb;
        const rest = space < 0 ? '' : typed.slice(space + 1).trim();
        for (const schedule of schedules.filter((one) => one.actions.includes(action))) {
            const rank = score(rest, schedule.title);
            if (rank) found.push({ key: `${action} ${schedule.source}|${schedule.source_ref}`, kind: 'action', label: `${word}: ${schedule.title}`, note: schedule.owner_id, icon, value: { action, schedule }, rank: rank + 0.6 });
        }
    }
    const date = typed ? dateIn(typed, today) : null;
    if (date) found.push({ key: `date ${date}`, kind: 'date', label: `Go to ${dayAndMonth(date)} ${parts(date).year}`, note: date, icon: 'almanac', value: date, rank: 6 });
    for (const command of commands) {
        const rank = score(typed, command.label);
        if (rank) found.push({ key: `command ${command.id}`, kind: 'command', label: command.label, note: command.keys, icon: command.icon, value: command.id, rank });
    }
    for (const schedule of schedules) {
        const rank = Math.max(score(typed, schedule.title), score(typed, schedule.source_ref) - 0.2, score(typed, schedule.owner_id) - 1);
        if (typed && rank > 0) found.push({ key: `schedule ${schedule.source}|${schedule.source_ref}`, kind: 'schedule', label: schedule.title, note: `${schedule.owner_id} · ${schedule.words}`, icon: schedule.source === 'heartbeat' ? 'heart-pulse' : 'cron', value: schedule, rank: rank + 0.1 });
    }
    found.sort((a, b) => b.rank - a.rank || (a.label < b.label ? -1 : 1));
    const offers = found.slice(0, OFFERS_MOST).map(({ rank: _, ...offer }) => offer);
    if (typed.split(/\s+/).length >= WORDS_LEAST) {
        offers.push({ key: 'words', kind: 'words', label: `New schedule: “${typed}”`, note: 'shows what would be made first', icon: 'pending', value: typed });
    }
    return offers;
}

/**
 * The local date that words name: "today", "tomorrow", "friday", "next week", "25 march", "3/8", "2026-03-08".
 * @param {string} text
 * @param {string} today local date
 * @returns {string|null}
 */
export function dateIn(text, today) {
    const words = text.toLowerCase().replace(/^(go ?to|on)\s+/, '').trim();
    const fixed = /** @type {Record<string, number>} */ ({ today: 0, tomorrow: 1, yesterday: -1, 'next week': 7, 'last week': -7 })[words];
    if (fixed !== undefined) return addDays(today, fixed);
    const [, nextWord, name] = words.match(/^(next |last )?([a-z]{3,9})$/) ?? [];
    const weekday = name ? WEEKDAYS.findIndex((day) => day.toLowerCase().startsWith(name)) : -1;
    if (weekday >= 0) {
        const ahead = (weekday - weekdayOf(today) + 7) % 7;
        return addDays(today, nextWord === 'last ' ? ahead - 7 : nextWord === 'next ' && ahead === 0 ? 7 : ahead);
    }
    const { year } = parts(today);
    const iso = words.match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
    if (iso) return made(Number(iso[1]), Number(iso[2]), Number(iso[3]));
    const named = words.match(/^(\d{1,2})\.? ([a-z]{3,9})(?: (\d{4}))?$/) ?? words.match(/^([a-z]{3,9}) (\d{1,2})(?:,? (\d{4}))?$/);
    if (!named) return null;
    const [a, b] = /^\d/.test(named[1]) ? [named[2], named[1]] : [named[1], named[2]];
    const month = MONTHS.findIndex((long) => a.startsWith(long.slice(0, 3).toLowerCase()));
    return month < 0 ? null : made(Number(named[3] ?? year), month + 1, Number(b));
}

/** @param {number} year @param {number} month @param {number} day */
function made(year, month, day) {
    const at = new Date(Date.UTC(year, month - 1, day));
    return at.getUTCMonth() === month - 1 && at.getUTCDate() === day ? at.toISOString().slice(0, 10) : null;
}
