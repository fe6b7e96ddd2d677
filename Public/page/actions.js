/** What an operator does: the actions of an event, answers to notifications and to what was missed. */

import { act, ApiError, resolveStasis, updateNotification } from '../api.js';
import { foresee } from '../state/optimism.js';
import { count, duration } from '../state/words.js';

/** @typedef {import('../types.js').ActionName} ActionName */
/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Notice} Notice */
/** @typedef {import('../types.js').StasisEntry} StasisEntry */
/** @typedef {{eventId: string, title: string, action: {action: ActionName, run_at?: string, until?: string, scope?: 'occurrence'|'entry'}, done?: () => void}} Wish */

/** Actions that answer a missed stretch. */
const ANSWERS = new Set(['approve_backfill_run', 'reschedule', 'delete_missed']);

/** Refusals of one bulk answer that are told each for itself. */
const REFUSALS_TOLD = 3;

/** Sends actions, one at a time, shows at once what they will most likely do, and tells how they went. */
export class Actions {
    /** @param {import('../app.js').App} app */
    constructor(app) {
        this.app = app;
        /** @type {Set<string>} event and action of what is on its way, or waits for that */
        this.underway = new Set();
        this.turn = Promise.resolve();
        /** @type {Set<string>} event ids of missed stretches whose answer is on its way */
        this.answered = new Set();
    }

    get acting() {
        return this.underway.size > 0;
    }

    /**
     * Does it when all before it is done. The same again meanwhile is one press too many.
     * @param {Wish} wish
     */
    async act(wish) {
        const key = `${wish.eventId} ${wish.action.action}`;
        if (this.underway.has(key)) return;
        this.underway.add(key);
        const perform = () => this.perform(wish, () => this.underway.delete(key));
        this.turn = this.turn.then(perform, perform);
        await this.turn;
    }

    /** @param {Wish} wish @param {() => void} over called as soon as it is answered */
    async perform({ eventId, title, action, done }, over) {
        const takeBack = this.show(eventId, action.action);
        this.redrawOpen(eventId);
        try {
            const answer = await act(eventId, action);
            if (action.action === 'open_logs') this.openLogOf(answer, eventId, title);
            else if (action.action === 'open_session') this.app.toasts.add('info', `Session ${answer.session_id}`);
            else this.app.toasts.add(answer.run?.status === 'failed' ? 'failed' : 'ok', outcomeWords(title, action, answer));
            if (answer.event && this.app.live.calendar.feed) {
                const change = this.app.live.calendar.untouched();
                this.app.live.calendar.place(answer.event, change);
                this.app.board.patch(change.days);
            }
            if (this.app.live.push !== 'live' || ANSWERS.has(action.action)) this.app.live.refetch();
        } catch (error) {
            takeBack();
            this.app.toasts.add('failed', `${title}: ${error instanceof ApiError ? error.sentence : String(error)}`);
            this.app.live.refetch();
        } finally {
            over();
            done?.();
            this.redrawOpen(eventId);
            if (this.app.route.event === eventId && this.app.sheets.sheet.isOpen) void this.app.sheets.refreshDetails();
        }
    }

    /**
     * Draws what the action will do.
     * @param {string} eventId
     * @param {ActionName} action
     * @returns {() => void} takes it back
     */
    show(eventId, action) {
        const { calendar, clock } = this.app.live;
        const event = calendar.events.get(eventId);
        const changed = event ? foresee(event, calendar.events.values(), action, clock.now()) : [];
        const before = changed.flatMap((one) => calendar.events.get(one.event_id) ?? []);
        this.replace(changed);
        // Words for a new time may well be refused: their row stays, with what was typed.
        if (ANSWERS.has(action) && action !== 'reschedule') this.hideAnswered([eventId]);
        return () => {
            this.replace(before);
            this.unhide([eventId]);
        };
    }

    /** @param {CalendarEvent[]} events */
    replace(events) {
        for (const event of events) this.app.live.calendar.put(event);
        this.app.board.patch(new Set(events.map((event) => event.day)));
    }

    /** @param {string[]} eventIds */
    hideAnswered(eventIds) {
        for (const id of eventIds) this.answered.add(id);
        this.app.board.showStasis();
    }

    /** @param {string[]} eventIds */
    unhide(eventIds) {
        for (const id of eventIds) this.answered.delete(id);
        this.app.board.showStasis();
    }

    /** @param {{action: 'approve'|'delete', outageId: string|null, entries: StasisEntry[]}} wish */
    async resolve({ action, outageId, entries }) {
        const ids = entries.map((entry) => entry.event_id);
        this.hideAnswered(ids);
        try {
            const results = await resolveStasis(outageId ? { action, outage_id: outageId } : { action, event_ids: ids });
            const refused = results.filter((result) => result.status === 'refused' || result.status === 'unknown');
            const done = results.length - refused.length;
            if (done) this.app.toasts.add('ok', `${count(done, 'schedule')} ${action === 'approve' ? 'approved' : 'deleted from stasis'}.`);
            for (const result of refused.slice(0, REFUSALS_TOLD)) {
                const title = entries.find((entry) => entry.event_id === result.event_id)?.title ?? result.event_id;
                this.app.toasts.add('failed', `${title}: ${result.error ?? 'it is not known whether it was done. Look again.'}`);
            }
            if (refused.length > REFUSALS_TOLD) this.app.toasts.add('failed', `${count(refused.length - REFUSALS_TOLD, 'more schedule')} could not be ${action === 'approve' ? 'approved' : 'deleted'}.`);
            this.unhide(refused.map((result) => result.event_id));
        } catch (error) {
            this.unhide(ids);
            this.app.toasts.add('failed', error instanceof ApiError ? error.sentence : String(error));
        }
        this.app.live.refetch();
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
        if (runId) void this.app.sheets.openLog(runId, `${title}${event ? ` · ${this.app.board.localTime(event.scheduled_at_utc)}` : ''}`);
        else this.app.toasts.add('info', 'There is no log: it has not run.');
    }

    /** @param {{id: string, change: {status: string, snooze_minutes?: number}}} wish */
    async changeNotice({ id, change }) {
        const before = this.app.live.notices.get(id);
        if (!before) return;
        this.setNotice({ ...before, status: /** @type {Notice['status']} */ (change.status) });
        try {
            const { notification } = /** @type {any} */ (await updateNotification(id, change));
            if (notification) this.setNotice({ ...notification, actions: before.actions });
        } catch (error) {
            this.setNotice(before);
            this.app.toasts.add('failed', error instanceof ApiError ? error.sentence : String(error));
        }
    }

    /** @param {Notice} notice */
    setNotice(notice) {
        this.app.live.notices.set(notice.id, notice);
        this.app.board.showHeader();
        this.app.sheets.showNotices();
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
