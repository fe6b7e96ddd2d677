/**
 * What the page knows: the last feed, patched by what the stream tells since.
 * A function of values: no clock, no IO. Every change says what it touched, so that only that is redrawn.
 */

import { holds, offsetAt, wallMinute } from '../layout/days.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Feed} Feed */
/** @typedef {import('../types.js').Lane} Lane */
/** @typedef {import('../types.js').LaneHour} LaneHour */
/** @typedef {import('../types.js').Envelope} Envelope */
/** @typedef {import('../types.js').Run} Run */
/** @typedef {import('../types.js').Notice} Notice */
/**
 * @typedef {object} Change what an envelope touched
 * @property {boolean} refetch the feed has to be asked again
 * @property {Set<string>} days dates whose cards changed
 * @property {Set<string>} lanes keys of lanes that changed
 * @property {string|null} eventId the event that changed
 * @property {Notice|null} notice a notification that came or changed
 */

/** Envelopes that can move many cards at once, or cards that the envelope does not carry. */
const WIDE = new Set(['cron_job_created', 'cron_job_updated', 'cron_job_deleted', 'heartbeat_scheduled', 'heartbeat_deleted',
    'heartbeat_updated', 'change_applied', 'scheduler_started', 'scheduler_stopped']);

/** @param {{source: string, source_ref: string}} owner */
export function laneKey(owner) {
    return `${owner.source}|${owner.source_ref}`;
}

export class Calendar {
    constructor() {
        /** @type {Feed|null} */
        this.feed = null;
        /** @type {Map<string, CalendarEvent>} */
        this.events = new Map();
        /** @type {Map<string, Map<string, CalendarEvent>>} the same by date, so that a change costs what its day holds */
        this.byDay = new Map();
        /** @type {Map<string, Lane>} */
        this.lanes = new Map();
        this.seq = 0;
    }

    /**
     * Takes a feed over whole.
     * @param {Feed} feed
     */
    load(feed) {
        this.feed = feed;
        this.events = new Map();
        this.byDay = new Map();
        for (const event of feed.events) this.put(event);
        this.lanes = new Map(feed.always_running.map((lane) => [laneKey(lane), lane]));
        this.seq = feed.last_seq;
    }

    /** @param {CalendarEvent} event */
    put(event) {
        this.events.set(event.event_id, event);
        const day = this.byDay.get(event.day);
        if (day) day.set(event.event_id, event);
        else this.byDay.set(event.day, new Map([[event.event_id, event]]));
    }

    /**
     * The events of a local date.
     * @param {string} date
     * @returns {Iterable<CalendarEvent>}
     */
    on(date) {
        return this.byDay.get(date)?.values() ?? [];
    }

    /**
     * Applies one envelope. One that the feed already includes changes nothing; one that skips numbers asks for a refetch.
     * @param {Envelope} envelope
     * @returns {Change}
     */
    apply(envelope) {
        const change = this.untouched();
        if (!this.feed || envelope.seq <= this.seq) return change;
        if (envelope.seq > this.seq + 1) change.refetch = true;
        this.seq = envelope.seq;
        const payload = envelope.payload ?? {};
        if (payload.notification) change.notice = payload.notification;
        if (WIDE.has(envelope.event_type)) change.refetch = true;
        if (envelope.event_type === 'stasis_resolved' || envelope.event_type === 'cron_missed' || envelope.event_type === 'heartbeat_missed') {
            // The queue groups occurrences in a way that only the server knows.
            change.refetch = true;
        }
        if (payload.event) this.place(this.located(payload.event), change);
        const run = payload.run ?? payload.event?.run ?? null;
        if (run) this.count(envelope, run, change);
        return change;
    }

    /** @returns {Change} nothing, so far */
    untouched() {
        return { refetch: false, days: new Set(), lanes: new Set(), eventId: null, notice: null };
    }

    /**
     * The event on the window's own wall clock: one stream serves every tab of the browser, whatever zones they show.
     * @param {CalendarEvent} event
     * @returns {CalendarEvent}
     */
    located(event) {
        const feed = /** @type {Feed} */ (this.feed);
        const instant = event.scheduled_at_epoch * 1000;
        const day = event.timezone_display === feed.timezone ? null : feed.days.find((d) => holds(d, instant));
        if (!day) return event;
        const offset = offsetAt(day, instant);
        return {
            ...event, day: day.date, minute_of_day: Math.floor(wallMinute(day, instant)), offset_seconds: offset, timezone_display: feed.timezone,
            scheduled_at_local: new Date(instant + offset * 1000).toISOString().slice(0, 19),
        };
    }

    /**
     * Puts an event where it stands now; one outside the window is ignored.
     * @param {CalendarEvent} event
     * @param {Change} change
     */
    place(event, change) {
        const feed = /** @type {Feed} */ (this.feed);
        const before = this.events.get(event.event_id);
        change.eventId = event.event_id;
        if (before) {
            change.days.add(before.day);
            this.events.delete(event.event_id);
            this.byDay.get(before.day)?.delete(event.event_id);
        }
        if (!feed.days.some((day) => day.date === event.day)) return;
        if (event.always_running && !['failed', 'missed', 'running'].includes(event.status) && !event.running) return;
        this.put(event);
        change.days.add(event.day);
    }

    /**
     * Counts a run into its schedule's lane.
     * @param {Envelope} envelope
     * @param {Run} run
     * @param {Change} change
     */
    count(envelope, run, change) {
        const key = laneKey(envelope);
        const lane = this.lanes.get(key);
        if (!lane) return;
        const running = run.status === 'running';
        const status = /** @type {'success'|'failed'|'skipped'|'running'} */ (
            { success: 'success', failed: 'failed', lost: 'failed', skipped: 'skipped', running: 'running' }[run.status] ?? 'skipped');
        const at = envelope.payload?.event?.scheduled_at_utc ?? run.scheduled_at ?? run.started_at ?? envelope.occurred_at_utc;
        const hour = this.laneHour(lane, Date.parse(at));
        if (hour) {
            if (running) take(hour, 'scheduled');
            else if (!take(hour, 'running')) take(hour, 'scheduled');
            hour[status] = (hour[status] ?? 0) + 1;
        }
        lane.running = running;
        lane.last_run = run;
        lane.status = running ? 'running' : status;
        if (envelope.payload?.event) {
            lane.actions = envelope.payload.event.actions;
            lane.event_id = envelope.payload.event.event_id;
        }
        const due = envelope.payload?.job?.next_run_at ?? envelope.payload?.session?.next_run_at;
        if (due) {
            lane.next_due_utc = due;
            lane.next_due_local = null;
        } else if (lane.every_seconds) {
            lane.next_due_utc = new Date(Date.parse(at) + lane.every_seconds * 1000).toISOString();
            lane.next_due_local = null;
        }
        change.lanes.add(key);
    }

    /**
     * The lane's record of the hour that holds an instant, made if there is none yet.
     * @param {Lane} lane
     * @param {number} at
     * @returns {LaneHour|null}
     */
    laneHour(lane, at) {
        const day = this.feed?.days.find((d) => holds(d, at));
        if (!day) return null;
        const start = Date.parse(day.start_utc);
        const index = Math.floor((at - start) / 3_600_000);
        const found = lane.hours.find((hour) => hour.day === day.date && hour.hour_index === index);
        if (found) return found;
        const made = { start_utc: new Date(start + index * 3_600_000).toISOString(), day: day.date, hour_index: index };
        lane.hours.push(made);
        return made;
    }
}

/** @param {LaneHour} hour @param {'scheduled'|'running'} name */
function take(hour, name) {
    const have = hour[name] ?? 0;
    if (have > 0) hour[name] = have - 1;
    return have > 0;
}
