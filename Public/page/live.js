/** What the page knows and how it stays true: the feed, the stream that patches it, the poll while that is down. */

import { ApiError, fetchFeed, fetchNotifications, signOut } from '../api.js';
import { showFailure, showSkeleton } from '../components/states.js';
import { holds } from '../layout/days.js';
import { LiveStream } from '../feed.js';
import { Calendar } from '../state/calendar.js';
import { ServerClock } from '../state/clock.js';
import { addDays, weekdayOf } from '../state/words.js';

/** @typedef {import('../types.js').Envelope} Envelope */
/** @typedef {import('../types.js').Feed} Feed */
/** @typedef {import('../types.js').Notice} Notice */
/** @typedef {import('../types.js').PushState} PushState */

/** How long many refetches in a row are gathered into one. */
const REFETCH_GATHER_MS = 250;
export const POLL_MS = 30_000;
/** A run of a lane that is shorter than this never flashes up as a card. */
const LANE_CARD_MS = 1500;
/** A loading skeleton for less than this would only flicker. */
const SKELETON_MS = 200;

/** The calendar as it stands, kept so. */
export class Live {
    /** @param {import('../app.js').App} app */
    constructor(app) {
        this.app = app;
        this.calendar = new Calendar();
        this.clock = new ServerClock();
        /** @type {PushState} */
        this.push = 'connecting';
        this.loading = 0;
        this.answeredAt = 0;
        /** @type {string|null} */
        this.failure = null;
        /** @type {Envelope[]} envelopes that came while a feed was on its way */
        this.waiting = [];
        /** @type {AbortController|null} */
        this.asking = null;
        /** @type {Map<string, Notice>} */
        this.notices = new Map();
        /** Notifications that the policy of their category held back. */
        this.suppressed = 0;
        this.refetchTimer = 0;
        /** @type {{days: import('../types.js').Day[], events: import('../types.js').CalendarEvent[]}} clock changes of the week after, and what they move */
        this.ahead = { days: [], events: [] };
        this.aheadKey = '';
        /** @type {Map<string, number>} */
        this.held = new Map();
        this.stream = new LiveStream({
            envelope: (envelope) => this.received(envelope),
            keepalive: (beat) => this.beat(beat),
            reset: () => this.refetch(),
            state: (state) => this.pushed(state),
            seq: () => this.calendar.seq,
        });
    }

    /** Asks for the window of the route and draws it. The newest question wins. */
    async load() {
        this.asking?.abort();
        const asking = new AbortController();
        this.asking = asking;
        this.loading += 1;
        this.waiting = [];
        this.app.board.showHeader();
        performance.mark('almanac-asked');
        const skeleton = setTimeout(() => {
            if (this.calendar.feed) return;
            performance.mark('almanac-skeleton');
            this.app.board.replaceBoard((place) => showSkeleton(place));
        }, SKELETON_MS);
        try {
            const feed = await this.ask(asking.signal);
            if (this.asking !== asking) return;
            this.clock.correct(feed.now_utc);
            this.answeredAt = this.clock.now();
            this.failure = null;
            this.calendar.load(feed);
            this.app.permissions.follow(feed.access);
            this.app.actions.answered.clear();
            for (const envelope of this.waiting) this.calendar.apply(envelope);
            this.waiting = [];
            if (this.push === 'offline' || (this.push === 'connecting' && this.stream.failures > 1)) this.pushed('polling');
            this.app.board.draw();
            void this.lookAhead(feed);
        } catch (error) {
            if (asking.signal.aborted) return;
            // Anything but a refusal is a fault of the page: it belongs in the console.
            if (!(error instanceof ApiError)) throw error;
            this.failed(error);
        } finally {
            clearTimeout(skeleton);
            this.loading -= 1;
            if (this.asking === asking) this.asking = null;
            this.app.board.showHeader();
        }
    }

    /** Ends the session; the server then answers this address with the login page. */
    async signOut() {
        try {
            await signOut();
            location.reload();
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            this.app.toasts.add('failed', error.sentence);
        }
    }

    /**
     * The feed of the route's window, its week starting on the wished weekday.
     * @param {AbortSignal} signal
     */
    async ask(signal) {
        const view = this.window();
        const { timezone, weekStart } = this.app.preferences;
        const { date } = this.app.route;
        const wanted = weekStart === 'server' || view === 'day' ? null : Number(weekStart);
        const week = (/** @type {string} */ of) => {
            const first = addDays(of, -((weekdayOf(of) - Number(wanted) + 7) % 7));
            return fetchFeed({ view, date: first, end: addDays(first, 7), timezone }, signal);
        };
        if (wanted !== null && date) return week(date);
        const feed = await fetchFeed({ view, date, timezone }, signal);
        if (wanted === null || feed.days[0]?.weekday === wanted) return feed;
        // Which day is today only the server knows, and it has just said so.
        const today = feed.days.find((day) => holds(day, Date.parse(feed.now_utc)));
        return today ? week(today.date) : feed;
    }

    /**
     * Looks a week further for a clock change, so that its banner comes seven days before it.
     * @param {Feed} feed
     */
    async lookAhead(feed) {
        const now = Date.parse(feed.now_utc);
        const last = feed.days.at(-1);
        const key = `${last?.date} ${feed.timezone}`;
        if (this.window() === 'day' || !last || key === this.aheadKey || !feed.days.some((day) => holds(day, now))) return;
        this.aheadKey = key;
        try {
            const { days, events } = await fetchFeed({ view: 'week', date: addDays(last.date, 1), end: addDays(last.date, 8), timezone: this.app.preferences.timezone });
            this.ahead = { days: days.filter((day) => day.transitions.length), events: events.filter((event) => event.dst) };
            this.app.board.showBanners();
        } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            this.aheadKey = '';
        }
    }

    /** @param {ApiError} error */
    failed(error) {
        const { sentence } = error;
        if (error.status === 400 && this.app.preferences.timezone && /zone/i.test(sentence)) {
            this.app.toasts.add('failed', sentence);
            this.app.prefer({ timezone: '' });
            void this.load();
            return;
        }
        this.failure = sentence;
        if (error.status === 0) {
            if (this.push === 'live') this.stream.doubt();
            this.pushed('offline');
        }
        if (this.calendar.feed) {
            this.app.board.showBanners();
            return;
        }
        this.app.board.replaceBoard((place) => showFailure(place, error.status, sentence, () => void this.load()));
    }

    /** Asks again soon; many wishes become one question. */
    refetch() {
        if (this.refetchTimer) return;
        this.refetchTimer = setTimeout(() => {
            this.refetchTimer = 0;
            if (this.asking) this.refetch();
            else void this.load();
        }, REFETCH_GATHER_MS);
    }

    poll() {
        if (this.push === 'live' || document.visibilityState === 'hidden') return;
        void this.load();
        void this.loadNotices();
    }

    async loadNotices() {
        try {
            const { notifications, suppressed } = await fetchNotifications();
            this.suppressed = suppressed;
            this.notices = new Map(notifications.map((notice) => [notice.id, notice]));
            this.app.board.showHeader();
            this.app.sheets.showNotices();
        } catch (error) {
            if (!(error instanceof ApiError) || error.status !== 0) this.app.toasts.add('failed', error instanceof ApiError ? error.sentence : String(error));
        }
    }

    /** The feed's window: a day only for the day view on a desk. */
    window() {
        return this.app.route.view === 'day' && !this.app.narrow.matches ? 'day' : 'week';
    }

    get unread() {
        return [...this.notices.values()].filter((notice) => notice.status === 'new').length;
    }

    /** @param {Envelope} envelope */
    received(envelope) {
        if (this.asking) this.waiting.push(envelope);
        if (!this.calendar.feed) return;
        this.answeredAt = this.clock.now();
        this.holdShortRun(envelope);
        const change = this.calendar.apply(envelope);
        if (change.notice) {
            this.notices.set(change.notice.id, change.notice);
            this.app.board.showHeader();
            this.app.sheets.showNotices();
        } else if (envelope.event_type.startsWith('notification_')) {
            void this.loadNotices();
        }
        if (change.days.size) {
            this.app.board.patch(change.days);
        }
        if (change.lanes.size) this.app.board.lanes.patch(change.lanes, this.clock.now());
        if (change.eventId && change.eventId === this.app.route.event && this.app.sheets.sheet.isOpen) void this.app.sheets.refreshDetails();
        if (change.refetch) this.refetch();
    }

    /**
     * A lane's run gets a card only when it lasts.
     * @param {Envelope} envelope
     */
    holdShortRun(envelope) {
        const event = envelope.payload?.event;
        if (!event?.always_running) return;
        if (event.running && !this.held.has(event.event_id)) {
            this.held.set(event.event_id, setTimeout(() => {
                this.held.delete(event.event_id);
                this.app.board.patch(new Set([event.day]));
            }, LANE_CARD_MS));
        } else if (!event.running) {
            clearTimeout(this.held.get(event.event_id));
            this.held.delete(event.event_id);
        }
    }

    /** @param {{now_utc?: string, seq?: number}} beat */
    beat(beat) {
        this.clock.correct(beat.now_utc);
        this.answeredAt = this.clock.now();
        if (beat.seq !== undefined && beat.seq > this.calendar.seq) {
            const behind = this.calendar.seq;
            // What is on its way gets a moment to arrive; a position that stays behind has lost something.
            setTimeout(() => {
                if (this.calendar.seq === behind) this.refetch();
            }, 2000);
        }
    }

    /** @param {PushState} state */
    pushed(state) {
        if (state === 'connecting' && this.push === 'live') this.refetch();
        if (state === 'live' && this.push !== 'live' && this.calendar.feed) {
            this.failure = null;
            if (this.push !== 'connecting' || this.answeredAt < this.clock.now() - POLL_MS) this.refetch();
            void this.loadNotices();
        }
        this.push = state;
        this.app.board.showHeader();
        this.app.board.showBanners();
    }

    tick() {
        const now = this.clock.now();
        this.app.board.grid.tick(now);
        this.app.board.agenda.tick(now);
        this.app.board.lanes.tick(now);
        this.app.board.stasis.tick(now);
        const running = [...this.calendar.events.values()].filter((event) => event.running);
        if (running.length) this.app.board.patch(new Set(running.map((event) => event.day)));
        const last = this.calendar.feed?.days.at(-1);
        if (last && !this.app.route.date && Date.parse(last.end_utc) <= now) this.refetch();
        const overdue = [...this.calendar.lanes.values()].some((lane) => lane.state === 'active' && lane.next_due_utc && Date.parse(lane.next_due_utc) < now - 5000 && !lane.running);
        if (overdue && this.push === 'live' && now - this.answeredAt > 10_000) this.refetch();
        this.app.board.showBanners();
    }

    /** What to say when the page may be behind; null while it is not. */
    staleWords() {
        if (!this.calendar.feed || this.push === 'live') return null;
        const behind = this.clock.now() - this.answeredAt;
        const at = this.app.board.localTime(new Date(this.answeredAt).toISOString());
        if (this.push === 'offline' || this.failure) return `The server does not answer. This is how things stood at ${at}; the page connects again by itself.`;
        return behind > POLL_MS + 5000 ? `Not live: no word from the server since ${at}.` : null;
    }
}
