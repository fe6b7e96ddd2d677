/** What an operator does: the actions of an event, and answers to notifications. */

import { act, ApiError, updateNotification } from '../api.js';
import { clock as clockWords, duration } from '../state/words.js';

/** @typedef {import('../types.js').ActionName} ActionName */
/** @typedef {import('../types.js').Notice} Notice */

/** Sends actions, one at a time, and tells how they went. */
export class Actions {
    /** @param {import('../app.js').App} app */
    constructor(app) {
        this.app = app;
        this.acting = false;
    }

    /** @param {{eventId: string, title: string, action: {action: ActionName, run_at?: string, until?: string, scope?: 'occurrence'|'entry'}, done?: () => void}} wish */
    async act({ eventId, title, action, done }) {
        if (this.acting) return;
        this.acting = true;
        this.redrawOpen(eventId);
        try {
            const answer = await act(eventId, action);
            if (action.action === 'open_logs') this.openLogOf(answer, eventId, title);
            else if (action.action === 'open_session') this.app.toasts.add('info', `Session ${answer.session_id}`);
            else this.app.toasts.add(answer.run?.status === 'failed' ? 'failed' : 'ok', outcomeWords(title, action, answer));
            if (answer.event && this.app.live.calendar.feed) {
                const change = { refetch: false, days: new Set(), lanes: new Set(), eventId: null, notice: null };
                this.app.live.calendar.place(answer.event, change);
                this.app.board.patch(change.days);
            }
            if (this.app.live.push !== 'live' || /missed|backfill|reschedule/.test(action.action)) this.app.live.refetch();
        } catch (error) {
            this.app.toasts.add('failed', `${title}: ${error instanceof ApiError ? error.sentence : String(error)}`);
            this.app.live.refetch();
        } finally {
            this.acting = false;
            done?.();
            this.redrawOpen(eventId);
            if (this.app.route.event === eventId && this.app.sheets.sheet.isOpen) void this.app.sheets.refreshDetails();
        }
    }

    /** @param {string} eventId */
    redrawOpen(eventId) {
        const event = this.app.live.calendar.events.get(eventId) ?? this.app.sheets.details?.event;
        if (this.app.route.event === eventId && this.app.sheets.sheet.isOpen && event) this.app.sheets.drawDetails(event);
    }

    /** @param {any} answer @param {string} eventId @param {string} title */
    openLogOf(answer, eventId, title) {
        const path = String(answer.path ?? '');
        const runId = answer.run?.run_id ?? decodeURIComponent(path.match(/runs\/([^/]+)\/log/)?.[1] ?? '');
        const event = this.app.live.calendar.events.get(eventId) ?? this.app.sheets.details?.event;
        if (runId) void this.app.sheets.openLog(runId, `${title}${event ? ` · ${clockWords(event.minute_of_day)}` : ''}`);
        else this.app.toasts.add('info', 'There is no log: it has not run.');
    }

    /** @param {{id: string, change: {status: string, snooze_minutes?: number}}} wish */
    async changeNotice({ id, change }) {
        const before = this.app.live.notices.get(id);
        if (!before) return;
        this.app.live.notices.set(id, { ...before, status: /** @type {Notice['status']} */ (change.status) });
        this.app.board.showHeader();
        this.app.sheets.showNotices();
        try {
            await updateNotification(id, change);
        } catch (error) {
            this.app.live.notices.set(id, before);
            this.app.board.showHeader();
            this.app.sheets.showNotices();
            this.app.toasts.add('failed', error instanceof ApiError ? error.sentence : String(error));
        }
    }

    /** The event that a key acts upon: the open one, or the one with the focus. */
    current() {
        const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.closest?.('[data-event]');
        const id = this.app.route.event ?? /** @type {HTMLElement|null} */ (focused)?.dataset.event ?? null;
        return id ? this.app.live.calendar.events.get(id) ?? (this.app.sheets.details?.event.event_id === id ? this.app.sheets.details.event : null) : null;
    }

    /** @param {ActionName[]} wanted the first that is allowed is done */
    actOnCurrent(wanted) {
        const event = this.current();
        const action = event && wanted.find((name) => event.actions.includes(name));
        if (event && action) void this.act({ eventId: event.event_id, title: event.title, action: { action } });
        else if (event) this.app.toasts.add('info', `${event.title} does not allow that now.`);
        else this.app.toasts.add('info', 'Choose an occurrence first.');
    }
}

/** @param {string} title @param {{action: string, run_at?: string}} action @param {any} answer */
function outcomeWords(title, action, answer) {
    const run = answer.run;
    if (run && run.status === 'running') return `${title} is running.`;
    if (run && run.status === 'success') return `${title} succeeded${run.duration_ms != null ? ` in ${duration(run.duration_ms)}` : ''}.`;
    if (run && run.status === 'failed') return `${title} failed${run.error ? `: ${run.error}` : ''}.`;
    const words = /** @type {Record<string, string>} */ ({
        run_now: 'was started', pause: 'is paused', resume: 'is active again', disable: 'is disabled', enable: 'is enabled',
        cancel: 'is being cancelled', approve_backfill_run: 'was approved', reschedule: `was moved${action.run_at ? ` to ${action.run_at}` : ''}`, delete_missed: 'was deleted from stasis',
    });
    return `${title} ${words[action.action] ?? 'is done'}.`;
}
