/** A run's log: read, or followed while it grows. */

import { count } from '../state/words.js';
import { fill, h, icon } from './dom.js';

/** @typedef {import('./almanac-dialog.js').AlmanacDialog} AlmanacDialog */
/** @typedef {{append: (chunk: string) => void, state: (words: string) => void, lines: () => string}} LogViewer */

// Colours and cursor movements of terminals, and carriage returns, mean nothing here.
const ESCAPES = /\u001b\[[0-9;?]*[A-Za-z]|\r(?!\n)/g;
/** So near the end counts as reading along. */
const NEAR_END = 24;

/**
 * An empty viewer. It stays at the end for as long as its reader does.
 * @param {AlmanacDialog} sheet
 * @param {string} title
 * @param {string} address of the text itself
 * @returns {LogViewer}
 */
export function showLog(sheet, title, address) {
    const text = h('pre', { class: 'log', tabindex: '0', 'aria-label': 'Log' });
    const state = h('p', { class: 'quiet log-state', role: 'status' }, 'Reading the log…');
    const end = h('button', { type: 'button', class: 'small log-end', hidden: true, onclick: () => toEnd() }, 'To the end');
    const toEnd = () => {
        text.scrollTop = text.scrollHeight;
    };
    const atEnd = () => text.scrollHeight - text.scrollTop - text.clientHeight < NEAR_END;
    text.addEventListener('scroll', () => {
        end.hidden = atEnd();
    });
    fill(sheet.lead, icon('log'));
    fill(sheet.heading, title);
    fill(sheet.body, h('div', { class: 'log-top' }, state, end, h('a', { class: 'link', href: address, target: '_blank', rel: 'noopener' }, 'As text')), text);
    fill(sheet.foot);
    let newlines = 0, last = '';
    return {
        append: (chunk) => {
            const clean = chunk.replace(ESCAPES, '');
            const follow = atEnd();
            newlines += clean.split('\n').length - 1;
            last = clean.slice(-1) || last;
            text.append(clean);
            if (follow) toEnd();
            else end.hidden = false;
        },
        state: (words) => {
            state.textContent = words;
        },
        lines: () => count(newlines + (last && last !== '\n' ? 1 : 0), 'line'),
    };
}
