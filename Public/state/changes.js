/** What differs between two states of a schedule, for people. */

import { sentence } from './words.js';

/** Members that change with every write and tell nothing. */
const BOOKKEEPING = new Set(['version', 'updated_at', 'created_at', 'next_run_at', 'last_run', 'enabled', 'exceptions']);
/** Members that are told first, in this order. */
const FIRST = ['title', 'schedule_in_words', 'schedule', 'cron_expr', 'every_seconds', 'run_at', 'timezone', 'active_hours', 'state', 'command', 'prompt'];

/**
 * @param {Record<string, any>} before
 * @param {Record<string, any>} after
 * @returns {{name: string, before: any, after: any}[]} what differs, the telling ones first
 */
export function changedFields(before, after) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !BOOKKEEPING.has(name) && JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null));
    return names.sort((a, b) => place(a) - place(b)).map((name) => ({ name, before: before[name] ?? null, after: after[name] ?? null }));
}

/** So many next occurrences a proposal tells at most, of before and of after. */
const TOLD_MOST = 5;

/** @param {import('../types.js').ProposedTime} time @returns {number} epoch milliseconds */
export function epochOf(time) {
    return Date.parse(typeof time === 'string' ? time : time.at_utc);
}

/**
 * One side of a proposal held against the other. Behind the last that the other side tells there may be more of it:
 * what lies there can't be compared, and is shown where nothing else is.
 * @param {number[]} times epoch milliseconds
 * @param {number[]} others the other side's, in order of time
 * @returns {{shown: number[], lacking: number[]}} `lacking`: what the other side has not
 */
export function compare(times, others) {
    const last = others.length < TOLD_MOST ? Infinity : others[others.length - 1];
    const told = times.filter((at) => at <= last);
    return { shown: told.length ? told : times, lacking: told.filter((at) => !others.includes(at)) };
}

/** @param {string} name */
function place(name) {
    const at = FIRST.indexOf(name);
    return at < 0 ? FIRST.length : at;
}

/** Members whose names are not words. */
const NAMES = /** @type {Record<string, string>} */ ({ cron_expr: 'Cron expression', every_seconds: 'Seconds between', run_at: 'Runs at', env: 'Environment', workspace_dir: 'Folder', session_id: 'Session', owner_id: 'Owner' });

/**
 * What a member is called.
 * @param {string} name
 */
export function fieldWords(name) {
    return NAMES[name] ?? sentence(name.replaceAll('_', ' '));
}

/**
 * A value in short words.
 * @param {any} value
 * @returns {string}
 */
export function valueWords(value) {
    if (value === null || value === undefined || value === '') return 'none';
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    if (typeof value !== 'object') return String(value);
    if (Array.isArray(value)) return value.length ? value.map(valueWords).join(', ') : 'none';
    return Object.entries(value).map(([name, one]) => `${name} ${valueWords(one)}`).join(', ');
}
