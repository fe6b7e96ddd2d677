/** The compact details of one occurrence: everything that is known of it, and what may be done. */

import { kindOf, overruns, shownStatus, statusOf, STATUSES } from '../state/status.js';
import { clockOf, count, duration, longDay, offset, relative, sentence } from '../state/words.js';
import { pill } from './card.js';
import { button, emit, fill, h, icon } from './dom.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Details} Details */
/** @typedef {import('../types.js').Run} Run */
/** @typedef {import('../types.js').ActionName} ActionName */
/** @typedef {import('./almanac-dialog.js').AlmanacDialog} AlmanacDialog */
/** @typedef {{now: number, hour12: boolean, localTime: (utc: string) => string, busy: boolean}} DetailsContext */

const HISTORY_ROWS = 5;

/** @type {Record<ActionName, {word: string, icon: string, kind: string}>} */
export const ACTIONS = {
    approve_backfill_run: { word: 'Approve & Run', icon: 'running', kind: 'primary' },
    reschedule: { word: 'Reschedule', icon: 'late', kind: '' },
    delete_missed: { word: 'Delete', icon: 'trash', kind: 'danger' },
    run_now: { word: 'Run now', icon: 'running', kind: 'primary' },
    cancel: { word: 'Cancel run', icon: 'stop', kind: 'danger' },
    resume: { word: 'Resume', icon: 'running', kind: '' },
    pause: { word: 'Pause', icon: 'paused', kind: '' },
    enable: { word: 'Enable', icon: 'success', kind: '' },
    disable: { word: 'Disable', icon: 'disabled', kind: '' },
    open_logs: { word: 'Log', icon: 'log', kind: '' },
    open_session: { word: 'Session', icon: 'session', kind: '' },
};

/** Actions that first ask for a time, in plain words. */
const ASKS = /** @type {Record<string, {label: string, placeholder: string, submit: string, field: 'run_at'|'until', optional: boolean}>} */ ({
    reschedule: { label: 'New time', placeholder: 'in 15m, tomorrow 9:15am', submit: 'Move', field: 'run_at', optional: false },
    pause: { label: 'Pause until', placeholder: 'empty: until resumed · tomorrow 9am', submit: 'Pause', field: 'until', optional: true },
});

/**
 * Draws the details into a sheet; called again with fresh facts while it is open.
 * @param {AlmanacDialog} sheet
 * @param {CalendarEvent} event
 * @param {Details|null} details what the server adds; null while it is on its way
 * @param {DetailsContext} context
 */
export function showDetails(sheet, event, details, context) {
    const status = shownStatus(event, context.now);
    const focused = sheet.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.focus : undefined;
    const form = sheet.foot.querySelector('form.ask');
    sheet.dialog.dataset.status = status;
    sheet.dialog.dataset.event = event.event_id;
    fill(sheet.lead, h('span', { class: 'kind-mark', 'data-kind': kindOf(event) }, icon(event.source === 'heartbeat' ? 'heart-pulse' : 'cron')));
    fill(sheet.heading, event.title);
    fill(sheet.body,
        h('div', { class: 'details-status' }, pill(status, STATUSES[status]),
            h('span', { class: 'details-time' }, `${longDay(event.day)}, ${clockOf(event.scheduled_at_local, context.hour12)}`),
            h('span', { class: 'quiet' }, relative(event.scheduled_at_epoch * 1000, context.now))),
        why(event, status, context),
        status === 'failed' ? lastLines(details) : null,
        event.dst ? h('p', { class: 'note', 'data-status': 'late' }, icon('globe'), h('span', null, event.dst.text)) : null,
        event.description ? h('p', { class: 'details-description' }, event.description) : null,
        facts(event, details, context),
        upcoming(details, context),
        pastRuns(event, details, context),
        status === 'failed' ? null : lastLines(details));
    const actions = [...event.actions, ...(event.denied_actions ?? [])].filter((action) => action in ACTIONS);
    // One thing is most likely wanted: two of that look would be mistaken for one another.
    const foremost = actions.find((action) => ACTIONS[action].kind === 'primary');
    fill(sheet.foot, h('div', { class: 'actions', 'aria-busy': context.busy ? 'true' : null }, actions.map((action) => actionButton(sheet, event, action, action === foremost, context.busy)),
        event.job_state ? button('small', 'Request change', 'pending', () => emit(sheet, 'almanac-change', { eventId: event.event_id, title: event.title }), { 'data-focus': 'change', title: 'Request change (c)' }) : null), form);
    if (focused) /** @type {HTMLElement|null} */ (sheet.querySelector(`[data-focus="${focused}"]`))?.focus();
}

/** @param {AlmanacDialog} sheet @param {CalendarEvent} event @param {ActionName} action @param {boolean} foremost @param {boolean} busy */
function actionButton(sheet, event, action, foremost, busy) {
    const { word, icon: name, kind } = ACTIONS[action];
    return button(`small ${kind === 'primary' && !foremost ? '' : kind}`.trim(), word, name, () => {
        if (busy) return;
        if (ASKS[action]) ask(sheet, event, action);
        else send(sheet, event, { action });
    }, { 'data-action': action, 'data-focus': action, 'aria-disabled': busy ? 'true' : null });
}

/** @param {AlmanacDialog} sheet @param {CalendarEvent} event @param {Record<string, string>} action */
function send(sheet, event, action) {
    const scoped = ['approve_backfill_run', 'reschedule', 'delete_missed'].includes(action.action) ? { ...action, scope: event.missed_count > 1 ? 'entry' : 'occurrence' } : action;
    emit(sheet, 'almanac-act', { eventId: event.event_id, title: event.title, action: scoped });
}

/**
 * Opens the small form that asks for a time.
 * @param {AlmanacDialog} sheet
 * @param {CalendarEvent} event
 * @param {ActionName} action
 */
function ask(sheet, event, action) {
    const { label, placeholder, submit, field, optional } = ASKS[action];
    sheet.foot.querySelector('form.ask')?.remove();
    const input = /** @type {HTMLInputElement} */ (h('input', { type: 'text', class: 'plain-words', placeholder, 'aria-label': label, autocomplete: 'off', spellcheck: 'false' }));
    const form = h('form', {
        class: 'ask',
        onsubmit: (/** @type {Event} */ submitted) => {
            submitted.preventDefault();
            const text = input.value.trim();
            if (!text && !optional) return input.focus();
            form.remove();
            return send(sheet, event, text ? { action, [field]: text } : { action });
        },
    }, h('label', null, h('span', null, label), input), h('button', { type: 'submit', class: 'small primary' }, submit),
    button('small', 'Back', null, () => {
        form.remove();
        /** @type {HTMLElement|null} */ (sheet.querySelector(`[data-action="${action}"]`))?.focus();
    }));
    sheet.foot.append(form);
    input.focus();
}

/**
 * Why it failed, was missed or skipped.
 * @param {CalendarEvent} event
 * @param {string} status
 * @param {DetailsContext} context
 */
function why(event, status, context) {
    const run = event.run;
    if (status === 'failed') {
        const text = sentence(event.reason ?? run?.error ?? event.status_detail ?? 'The run failed');
        const code = run?.exit_code != null && !/exit/i.test(text) ? ` Exit code ${run.exit_code}.` : '';
        return h('p', { class: 'note', 'data-status': 'failed' }, icon('failed'), h('span', null, `${text}.${code}`.replace('..', '.')));
    }
    if (status === 'missed') {
        const many = event.missed_count > 1 ? `${count(event.missed_count, 'occurrence')} in a row. ` : '';
        return h('p', { class: 'note', 'data-status': 'missed' }, icon('missed'), h('span', null, `${many}${sentence(event.reason ?? 'Nobody started it within its grace')}. It waits in stasis and does not run without your approval.`.replace('..', '.')));
    }
    if (status === 'skipped' || status === 'cancelled') {
        const text = event.reason ?? event.status_detail;
        return text ? h('p', { class: 'note', 'data-status': status }, icon('skipped'), h('span', null, `${sentence(text)}.`.replace('..', '.'))) : null;
    }
    if (status === 'running' && run?.started_at) {
        const over = overruns(event, context.now);
        const usual = event.duration_hint_seconds ? `; it usually takes ${duration(event.duration_hint_seconds * 1000)}` : '';
        return h('p', { class: 'note', 'data-status': over ? 'late' : 'running' }, icon(over ? 'late' : 'running'), h('span', null, `Running for ${duration(Math.max(0, context.now - Date.parse(run.started_at)))}${usual}.`));
    }
    if (status === 'late') return h('p', { class: 'note', 'data-status': 'late' }, icon('late'), h('span', null, 'Its time has come and it has not been started yet.'));
    return null;
}

/** @param {Details|null} details what the run said last: of a failed one the first thing to read */
function lastLines(details) {
    return details?.log_tail ? h('section', { class: 'details-section' }, h('h3', null, 'Last lines'), h('pre', { class: 'log-tail', tabindex: '0', 'aria-label': 'Last lines of the log' }, details.log_tail)) : null;
}

/** @param {CalendarEvent} event @param {Details|null} details @param {DetailsContext} context */
function facts(event, details, context) {
    const run = event.run;
    const owner = details?.job ?? details?.session ?? {};
    /** @type {[string, string|null|undefined][]} */
    const rows = [
        ['Schedule', sentence(event.schedule_in_words)],
        ['Local time', `${clockOf(event.scheduled_at_local, context.hour12)} ${offset(event.offset_seconds)} · ${event.timezone_display}`],
        ['Its own zone', event.timezone && event.timezone !== event.timezone_display ? ownTime(event, context.hour12) : null],
        ['UTC', event.scheduled_at_utc.replace('T', ' ').replace(/(\.\d+)?Z$/, ' Z')],
        ['Source', `${event.source === 'heartbeat' ? 'Heartbeat' : 'Cron job'} ${event.source_ref}`],
        ['Owner', event.owner_id],
        ['Session', event.session_id], ['Channel', event.channel],
        ['Category', sentence(event.category)],
        ['State', event.job_state === 'active' ? null : sentence(`${event.job_state}${owner.paused_until ? ` until ${context.localTime(owner.paused_until)}` : ''}`)],
        ['Command', owner.command], ['Prompt', owner.prompt],
        ['Runner', owner.runner],
        ['Started', run?.started_at ? `${context.localTime(run.started_at)}, ${lateness(event, run)}${run.attempt > 1 ? `, attempt ${run.attempt}` : ''}${event.trigger && event.trigger !== 'schedule' ? ` (${event.trigger})` : ''}` : null],
        ['Took', run?.duration_ms != null ? duration(run.duration_ms) : null],
        ['Usually takes', event.duration_hint_seconds ? duration(event.duration_hint_seconds * 1000) : null],
    ];
    return h('dl', { class: 'facts' }, rows.filter(([, value]) => value).map(([name, value]) => h('div', null, h('dt', null, name), h('dd', { class: name === 'Command' ? 'mono' : null }, String(value)))));
}

/**
 * The time in the schedule's own zone, which the browser knows best what to call.
 * @param {CalendarEvent} event
 * @param {boolean} hour12
 */
function ownTime(event, hour12) {
    try {
        const words = new Intl.DateTimeFormat('en-GB', { timeZone: event.timezone, weekday: 'short', hour: '2-digit', minute: '2-digit', hour12 }).format(event.scheduled_at_epoch * 1000);
        return `${words} · ${event.timezone}`;
    } catch {
        // A zone that this browser does not know.
        return event.timezone;
    }
}

/** @param {CalendarEvent} event @param {Run} run */
function lateness(event, run) {
    const late = Date.parse(/** @type {string} */ (run.started_at)) - event.scheduled_at_epoch * 1000;
    return late < 1000 ? 'on time' : `${duration(late)} after its time`;
}

/** @param {Details|null} details @param {DetailsContext} context */
function upcoming(details, context) {
    if (!details) return h('p', { class: 'quiet', role: 'status' }, 'Asking for more…');
    return h('section', { class: 'details-section' }, h('h3', null, details.next.length ? 'Next' : 'No further occurrences'),
        details.next.length ? h('ol', { class: 'next' }, details.next.slice(0, 5).map((next) => h('li', null,
            h('span', null, longDay(next.at_local.slice(0, 10)).replace(/ \d{4}$/, '')),
            h('strong', null, clockOf(next.at_local, context.hour12)),
            h('span', { class: 'quiet' }, relative(Date.parse(next.at_utc), context.now))))) : null);
}

/**
 * The last runs as bars: height is duration, colour and shape are the outcome, a line marks what is usual. Under them the latest in words.
 * @param {CalendarEvent} event
 * @param {Details|null} details
 * @param {DetailsContext} context
 */
function pastRuns(event, details, context) {
    const runs = details?.runs ?? [];
    if (!runs.length) return null;
    const longest = Math.max(1, ...runs.map((run) => run.duration_ms ?? 0));
    const ok = runs.filter((run) => run.status === 'success').length;
    const usual = (event.duration_hint_seconds ?? 0) * 1000;
    const spark = h('div', { class: 'spark' }, runs.slice(0, 24).reverse().map((run) => sparkBar(run, longest, context)));
    if (usual && usual <= longest) spark.style.setProperty('--usual', String(highOf(usual, longest)));
    return h('section', { class: 'details-section' }, h('h3', null, 'Last runs ', h('small', null, `${ok} of ${runs.length} succeeded, longest ${duration(longest)}`)), spark,
        h('ol', { class: 'history' }, runs.slice(0, HISTORY_ROWS).map((run) => {
            const shown = statusOf(run.status);
            const words = [run.duration_ms != null ? duration(run.duration_ms) : '', run.trigger && run.trigger !== 'schedule' ? run.trigger : '', run.attempt > 1 ? `attempt ${run.attempt}` : '', run.error ? sentence(run.error) : ''];
            return h('li', null, h('button', { type: 'button', class: 'history-row', 'data-status': run.status === 'lost' ? 'failed' : run.status, onclick: (/** @type {Event} */ e) => openLog(e, run, context) },
                icon(shown.icon), h('span', null, startOf(run, context)), h('span', { class: 'visually-hidden' }, shown.word), h('span', { class: 'quiet' }, words.filter(Boolean).join(' · '))));
        })));
}

/** @param {Run} run @param {number} longest in milliseconds @param {DetailsContext} context */
function sparkBar(run, longest, context) {
    const label = `${statusOf(run.status).word} ${startOf(run, context)}${run.duration_ms != null ? ` in ${duration(run.duration_ms)}` : ''}${run.error ? `: ${run.error}` : ''}`;
    const bar = h('button', { type: 'button', class: 'spark-bar', 'data-status': run.status === 'lost' ? 'failed' : run.status, title: label, 'aria-label': `${label}. Open its log`, onclick: (/** @type {Event} */ e) => openLog(e, run, context) }, h('span'));
    /** @type {HTMLElement} */ (bar.firstElementChild).style.setProperty('--high', String(Math.max(0.12, highOf(run.duration_ms ?? 0, longest))));
    return bar;
}

/**
 * A root, so that one long run does not flatten all the others.
 * @param {number} took in milliseconds
 * @param {number} longest in milliseconds
 */
function highOf(took, longest) {
    return Math.sqrt(took / longest);
}

/** @param {Run} run @param {DetailsContext} context */
function startOf(run, context) {
    const at = run.started_at ?? run.scheduled_at;
    return at ? context.localTime(at) : '';
}

/** @param {Event} event @param {Run} run @param {DetailsContext} context */
function openLog(event, run, context) {
    emit(/** @type {Element} */ (event.target), 'almanac-log', { runId: run.run_id, title: `${statusOf(run.status).word} ${startOf(run, context)}` });
}
