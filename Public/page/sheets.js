/** What opens over the page: details, notifications, crowds of events, logs. */

import { ApiError, fetchAudit, fetchDetails, fetchLog, fetchOccurrences, fetchRun, fetchSchedules, logPath } from '../api.js';
import { showAudit } from '../components/audit.js';
import { showDetails } from '../components/details.js';
import { showLog } from '../components/log.js';
import { showNotices } from '../components/notices.js';
import { showPalette } from '../components/palette.js';
import { showSettings } from '../components/settings.js';
import { showCrowd } from '../components/sheets.js';
import { followLog } from '../feed.js';
import { pagePart } from './part.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Details} Details */
/** @typedef {import('../types.js').Lane} Lane */
/** @typedef {import('../state/palette.js').Known} Known */
/** @typedef {import('../components/almanac-dialog.js').AlmanacDialog} AlmanacDialog */

/** The two modal layers: the sheet, and what lies over it. */
export class Sheets {
    /** @param {import('../app.js').App} app */
    constructor(app) {
        this.app = app;
        this.sheet = /** @type {AlmanacDialog} */ (pagePart('#sheet'));
        this.overlay = /** @type {AlmanacDialog} */ (pagePart('#overlay'));
        /** @type {Details|null} */
        this.details = null;
        /** @type {(() => void)|null} */
        this.stopLog = null;
        /** @type {Known[]} schedules that the palette has asked for */
        this.schedules = [];
    }

    /** @param {string} eventId @param {boolean} [push] whether the address changes */
    openEvent(eventId, push = true) {
        if (push && this.app.route.event !== eventId) {
            this.app.go({ event: eventId });
            return;
        }
        this.details = null;
        const opener = this.overlay.isOpen ? this.overlay.opener : /** @type {HTMLElement|null} */ (document.activeElement);
        this.overlay.close();
        if (this.sheet.isOpen && this.sheet.dialog.dataset.kind !== 'details') this.sheet.clear();
        const known = this.app.live.calendar.events.get(eventId);
        if (known) this.drawDetails(known);
        else this.sheet.clear();
        this.sheet.open('details', () => this.app.board.shown.cardOf(eventId) ?? opener);
        this.sheet.whenClosed = () => {
            this.sheet.whenClosed = null;
            if (this.app.route.event) this.app.go({ event: null });
        };
        void this.refreshDetails();
    }

    async refreshDetails() {
        const eventId = this.app.route.event;
        if (!eventId) return;
        const known = this.app.live.calendar.events.get(eventId);
        if (known && this.details) this.drawDetails(known);
        try {
            const details = await fetchDetails(eventId, this.app.preferences.timezone);
            if (this.app.route.event !== eventId) return;
            this.details = details;
            this.drawDetails(details.event);
        } catch (error) {
            if (this.app.route.event !== eventId) return;
            this.app.toasts.add('failed', error instanceof ApiError ? error.sentence : String(error));
            if (!known) this.sheet.close();
        }
    }

    /** @param {CalendarEvent} event */
    drawDetails(event) {
        showDetails(this.sheet, event, this.details, {
            now: this.app.live.clock.now(), hour12: this.app.board.hour12, localTime: (utc) => this.app.board.localTime(utc), busy: this.app.actions.acting,
        });
    }

    showNotices() {
        if (this.sheet.isOpen && this.sheet.dialog.dataset.kind === 'notices') {
            showNotices(this.sheet, [...this.app.live.notices.values()], { now: this.app.live.clock.now(), suppressed: this.app.live.suppressed, localTime: (utc) => this.app.board.localTime(utc) });
        }
    }

    openNotices() {
        this.sheet.clear();
        this.sheet.open('notices', () => this.app.board.header.bell ?? null);
        this.showNotices();
        void this.app.live.loadNotices();
    }

    openSettings() {
        showSettings(this.overlay, this.app.preferences, this.app.board.hour12, this.app.permissions.access);
        this.overlay.open('settings');
    }

    showSettings() {
        if (this.overlay.isOpen && this.overlay.dialog.dataset.kind === 'settings') showSettings(this.overlay, this.app.preferences, this.app.board.hour12, this.app.permissions.access);
    }

    /** @param {{title: string, events: CalendarEvent[], note?: string}} crowd */
    openCrowd(crowd) {
        showCrowd(this.overlay, { ...crowd, now: this.app.live.clock.now(), hour12: this.app.board.hour12 });
        this.overlay.open('crowd');
    }

    /**
     * The occurrences of one hour of a lane.
     * @param {{lane: Lane, start: number, label: string}} cell
     */
    async openHour({ lane, start, label }) {
        try {
            const feed = await fetchOccurrences({
                source: lane.source, start: new Date(start).toISOString(), end: new Date(start + 3_600_000).toISOString(), timezone: this.app.preferences.timezone,
            });
            const events = feed.events.filter((event) => event.source_ref === lane.source_ref);
            this.openCrowd({ title: lane.title, events, note: label });
        } catch (error) {
            this.app.toasts.add('failed', error instanceof ApiError ? error.sentence : String(error));
        }
    }

    /** @param {string} runId @param {string} title */
    async openLog(runId, title) {
        this.stopLog?.();
        const viewer = showLog(this.overlay, title, logPath(runId));
        this.overlay.open('log');
        let open = true;
        this.stopLog = () => {
            open = false;
        };
        this.overlay.whenClosed = () => {
            this.stopLog?.();
            this.stopLog = null;
        };
        try {
            const run = await fetchRun(runId);
            if (!open) return;
            if (run.status === 'running') {
                viewer.state('Following while it runs…');
                this.stopLog = followLog(runId, {
                    chunk: viewer.append, end: () => viewer.state(`The run has ended. ${viewer.lines()}`), lost: () => viewer.state('The connection to the log was lost. Close and open it again.'),
                });
                return;
            }
            const text = await fetchLog(runId);
            if (!open) return;
            viewer.append(text);
            viewer.state(text ? viewer.lines() : 'The run wrote nothing.');
        } catch (error) {
            viewer.state(error instanceof ApiError ? error.sentence : String(error));
        }
    }

    async openAudit() {
        this.sheet.clear();
        showAudit(this.sheet, null, this.auditContext());
        this.sheet.open('audit');
        this.sheet.dialog.dataset.kind = 'audit';
        await this.refreshAudit();
    }

    /** Asks for the audit anew where it is open. */
    async refreshAudit() {
        const open = () => this.sheet.isOpen && this.sheet.dialog.dataset.kind === 'audit';
        if (!open()) return;
        try {
            const rows = await fetchAudit();
            if (open()) showAudit(this.sheet, rows, this.auditContext());
        } catch (error) {
            this.sheet.close();
            this.app.toasts.add('failed', error instanceof ApiError ? error.sentence : String(error));
        }
    }

    /** @returns {import('../components/audit.js').AuditContext} */
    auditContext() {
        const titles = new Map(this.known().map((one) => [`${one.source}|${one.source_ref}`, one.title]));
        return { now: this.app.live.clock.now(), localTime: (utc) => this.app.board.localTime(utc), titleOf: (source, ref) => titles.get(`${source}|${ref}`) };
    }

    openPalette() {
        if (this.overlay.isOpen) return;
        const again = showPalette(this.overlay, () => ({ schedules: this.known(), commands: COMMANDS, today: this.app.board.todayDate() }));
        this.overlay.open('palette');
        void this.learn().then(() => {
            if (this.overlay.isOpen && this.overlay.dialog.dataset.kind === 'palette') again();
        });
    }

    /** Asks for the schedules that have nothing in this window. */
    async learn() {
        try {
            const { jobs, sessions } = await fetchSchedules();
            this.schedules = [...jobs.map((job) => known('cron', job.job_id, job)), ...sessions.map((session) => known('heartbeat', session.session_id, session))];
        } catch (error) {
            // The palette finds what the calendar shows; the rest is a convenience.
            if (!(error instanceof ApiError)) throw error;
        }
    }

    /** Every schedule that is known, each with the event to act on: its next in the window, or else its last. @returns {Known[]} */
    known() {
        const { calendar, clock } = this.app.live;
        const now = clock.now();
        /** @type {Map<string, Known>} */
        const found = new Map(this.schedules.map((schedule) => [`${schedule.source}|${schedule.source_ref}`, schedule]));
        const ordered = [...calendar.events.values()].sort((a, b) => a.scheduled_at_epoch - b.scheduled_at_epoch);
        const passed = ordered.filter((event) => event.scheduled_at_epoch * 1000 < now), coming = ordered.filter((event) => event.scheduled_at_epoch * 1000 >= now).reverse();
        for (const event of [...passed, ...coming, ...calendar.lanes.values()]) {
            const { source, source_ref, title, owner_id, schedule_in_words: words, event_id, actions } = event;
            found.set(`${source}|${source_ref}`, { source, source_ref, title, owner_id, words, event_id, actions });
        }
        return [...found.values()].filter((schedule) => schedule.event_id);
    }
}

/** @type {import('../state/palette.js').Command[]} */
const COMMANDS = [
    { id: 'week', label: 'Week view', keys: 'w', icon: 'almanac' }, { id: 'agenda', label: 'Agenda view', keys: 'a', icon: 'list' },
    { id: 'day', label: 'Day view', keys: 'd', icon: 'almanac' }, { id: 'list', label: 'List view', keys: 'l', icon: 'list' },
    { id: 'today', label: 'Go to today', keys: 't', icon: 'cron' }, { id: 'refresh', label: 'Refresh', keys: 'r', icon: 'refresh' },
    { id: 'stasis', label: 'Review what was missed', keys: 's', icon: 'missed' }, { id: 'notifications', label: 'Notifications', keys: '', icon: 'bell' },
    { id: 'audit', label: 'What was changed', keys: 'h', icon: 'log' }, { id: 'settings', label: 'Settings', keys: '', icon: 'settings' },
    { id: 'theme', label: 'Change the theme', keys: '', icon: 'theme' }, { id: 'create', label: 'New schedule in words', keys: '', icon: 'pending' },
    { id: 'help', label: 'Keyboard shortcuts', keys: '?', icon: 'help' },
];

/** @param {string} source @param {string} ref @param {Record<string, any>} fields @returns {Known} */
function known(source, ref, fields) {
    const next = fields.next_run_at ? Math.floor(Date.parse(fields.next_run_at) / 1000) : null;
    return {
        source, source_ref: ref, title: fields.title || ref, owner_id: fields.owner_id, words: fields.schedule_in_words ?? '', event_id: next === null ? '' : `${source}|${ref}|${next}`,
        actions: fields.state === 'active' ? ['run_now', 'pause', 'disable', 'open_logs'] : fields.state === 'paused' ? ['run_now', 'resume', 'disable', 'open_logs'] : ['enable', 'open_logs'],
    };
}
