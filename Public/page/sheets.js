/** What opens over the page: details, notifications, crowds of events, logs. */

import { ApiError, fetchDetails, fetchLog, fetchOccurrences } from '../api.js';
import { showDetails } from '../components/details.js';
import { showNotices } from '../components/notices.js';
import { showSettings } from '../components/settings.js';
import { showCrowd, showLog } from '../components/sheets.js';
import { followLog } from '../feed.js';
import { find } from './find.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Details} Details */
/** @typedef {import('../types.js').Lane} Lane */
/** @typedef {import('../components/almanac-dialog.js').AlmanacDialog} AlmanacDialog */

/** The two modal layers: the sheet, and what lies over it. */
export class Sheets {
    /** @param {import('../app.js').App} app */
    constructor(app) {
        this.app = app;
        this.sheet = /** @type {AlmanacDialog} */ (find('#sheet'));
        this.overlay = /** @type {AlmanacDialog} */ (find('#overlay'));
        /** @type {Details|null} */
        this.details = null;
        /** @type {(() => void)|null} */
        this.stopLog = null;
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
        if (this.sheet.isOpen && this.sheet.dialog.dataset.kind === 'notices') showNotices(this.sheet, [...this.app.live.notices.values()], this.app.live.clock.now());
    }

    openNotices() {
        this.sheet.clear();
        this.sheet.open('notices', () => this.app.board.header.bell ?? null);
        this.showNotices();
        void this.app.live.loadNotices();
    }

    openSettings() {
        showSettings(this.overlay, this.app.preferences, this.app.board.hour12);
        this.overlay.open('settings');
    }

    showSettings() {
        if (this.overlay.isOpen && this.overlay.dialog.dataset.kind === 'settings') showSettings(this.overlay, this.app.preferences, this.app.board.hour12);
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
        const viewer = showLog(this.overlay, title);
        this.overlay.open('log');
        this.overlay.whenClosed = () => {
            this.stopLog?.();
            this.stopLog = null;
        };
        const running = [...this.app.live.calendar.events.values()].some((event) => event.running && (event.run?.run_id ?? event.run_id) === runId);
        if (running) {
            viewer.state('Following while it runs…');
            this.stopLog = followLog(runId, {
                chunk: viewer.append, end: () => viewer.state('The run has ended.'), lost: () => viewer.state('The connection to the log was lost. Close and open it again.'),
            });
            return;
        }
        try {
            const text = await fetchLog(runId);
            viewer.state(text ? `${text.split('\n').length - (text.endsWith('\n') ? 1 : 0)} lines` : 'The run wrote nothing.');
            viewer.append(text);
        } catch (error) {
            viewer.state(error instanceof ApiError ? error.sentence : String(error));
        }
    }
}
