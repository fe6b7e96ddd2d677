/** Puts the page together: routes, the store, the stream and the components. */

import * as api from './api.js';
import './components/almanac-dialog.js';
import './components/almanac-grid.js';
import './components/almanac-header.js';
import './components/almanac-lanes.js';
import './components/almanac-list.js';
import './components/almanac-stasis.js';
import './components/almanac-toasts.js';
import { showDetails } from './components/details.js';
import { showNotices } from './components/notices.js';
import { showCrowd, showHelp, showLog } from './components/sheets.js';
import { showBanners, showEmpty, showFailure, showLegend, showSkeleton } from './components/states.js';
import { followLog, LiveStream } from './feed.js';
import { keyboard } from './keys.js';
import { holds, wallMinute } from './layout/days.js';
import { Calendar } from './state/calendar.js';
import { ServerClock } from './state/clock.js';
import { matcher } from './state/filter.js';
import { loadPreferences, savePreferences } from './state/preferences.js';
import { formatRoute, parseRoute } from './state/route.js';
import { addDays, clock as clockWords, dateRange, dayAndMonth, duration } from './state/words.js';

/** @typedef {import('./types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('./types.js').Details} Details */
/** @typedef {import('./types.js').Envelope} Envelope */
/** @typedef {import('./types.js').Lane} Lane */
/** @typedef {import('./types.js').Notice} Notice */
/** @typedef {import('./types.js').PushState} PushState */
/** @typedef {import('./types.js').Route} Route */
/** @typedef {import('./components/almanac-dialog.js').AlmanacDialog} AlmanacDialog */

/** How long many refetches in a row are gathered into one. */
const REFETCH_GATHER_MS = 250;
const POLL_MS = 30_000;
/** A run of a lane that is shorter than this never flashes up as a card. */
const LANE_CARD_MS = 1500;
/** A loading skeleton for less than this would only flicker. */
const SKELETON_MS = 200;
/** @type {import('./types.js').Preferences['theme'][]} */
const THEMES = ['system', 'light', 'dark'];
/** @type {import('./types.js').Preferences['density'][]} */
const DENSITIES = ['compact', 'default', 'comfortable'];

/** @template {Element} T @param {string} selector @returns {T} */
function find(selector) {
    return /** @type {T} */ (document.querySelector(selector));
}

class App {
    constructor() {
        this.storage = storage();
        this.preferences = loadPreferences(this.storage);
        this.route = parseRoute(location.search, this.preferences);
        this.calendar = new Calendar();
        this.clock = new ServerClock();
        this.narrow = matchMedia('(max-width: 768px)');
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
        /** @type {Details|null} */
        this.details = null;
        this.acting = false;
        /** What the banners said last. */
        this.bannerKey = '';
        /** @type {(() => void)|null} */
        this.stopLog = null;
        this.refetchTimer = 0;
        this.scrolledFor = '';
        /** @type {Map<string, number>} */
        this.held = new Map();
        this.header = /** @type {import('./components/almanac-header.js').AlmanacHeader} */ (find('almanac-header'));
        this.banners = /** @type {HTMLElement} */ (find('#banners'));
        this.stasis = /** @type {import('./components/almanac-stasis.js').AlmanacStasis} */ (find('almanac-stasis'));
        this.lanes = /** @type {import('./components/almanac-lanes.js').AlmanacLanes} */ (find('almanac-lanes'));
        this.grid = /** @type {import('./components/almanac-grid.js').AlmanacGrid} */ (find('almanac-grid'));
        this.list = /** @type {import('./components/almanac-list.js').AlmanacList} */ (find('almanac-list'));
        this.instead = /** @type {HTMLElement} */ (find('#instead'));
        this.foot = /** @type {HTMLElement} */ (find('#legend'));
        this.sheet = /** @type {AlmanacDialog} */ (find('#sheet'));
        this.overlay = /** @type {AlmanacDialog} */ (find('#overlay'));
        this.toasts = /** @type {import('./components/almanac-toasts.js').AlmanacToasts} */ (find('almanac-toasts'));
        this.stream = new LiveStream({
            envelope: (envelope) => this.received(envelope),
            keepalive: (beat) => this.beat(beat),
            reset: () => this.refetch(),
            state: (state) => this.pushed(state),
            seq: () => this.calendar.seq,
        });
    }

    async start() {
        this.listen();
        this.applyTheme();
        this.header.offerZones(/** @type {any} */ (Intl).supportedValuesOf?.('timeZone') ?? []);
        showLegend(this.foot, null);
        this.showHeader();
        await this.load();
        this.stream.start();
        void this.loadNotices();
        setInterval(() => this.tick(), 1000);
        setInterval(() => this.poll(), POLL_MS);
        if (this.route.event) this.openEvent(this.route.event, false);
    }

    // MARK: asking

    /** Asks for the window of the route and draws it. The newest question wins. */
    async load() {
        this.asking?.abort();
        const asking = new AbortController();
        this.asking = asking;
        this.loading += 1;
        this.waiting = [];
        this.showHeader();
        const skeleton = setTimeout(() => {
            if (!this.calendar.feed) this.replaceBoard((place) => showSkeleton(place));
        }, SKELETON_MS);
        try {
            const feed = await api.fetchFeed({ view: this.window(), date: this.route.date, timezone: this.preferences.timezone }, asking.signal);
            if (this.asking !== asking) return;
            this.clock.correct(feed.now_utc);
            this.answeredAt = this.clock.now();
            this.failure = null;
            this.calendar.load(feed);
            for (const envelope of this.waiting) this.calendar.apply(envelope);
            this.waiting = [];
            if (this.push === 'offline' || (this.push === 'connecting' && this.stream.failures > 1)) this.pushed('polling');
            this.draw();
        } catch (error) {
            if (asking.signal.aborted) return;
            // Anything but a refusal is a fault of the page: it belongs in the console.
            if (!(error instanceof api.ApiError)) throw error;
            this.failed(error);
        } finally {
            clearTimeout(skeleton);
            this.loading -= 1;
            if (this.asking === asking) this.asking = null;
            this.showHeader();
        }
    }

    /** @param {api.ApiError} error */
    failed(error) {
        const { sentence } = error;
        if (error.status === 400 && this.preferences.timezone && /zone/i.test(sentence)) {
            this.toasts.add('failed', sentence);
            this.prefer({ timezone: '' });
            void this.load();
            return;
        }
        this.failure = sentence;
        if (error.status === 0) {
            if (this.push === 'live') this.stream.doubt();
            this.pushed('offline');
        }
        if (this.calendar.feed) {
            this.showBanners();
            return;
        }
        this.replaceBoard((place) => showFailure(place, sentence, () => void this.load()));
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
            const { notifications } = await api.fetchNotifications();
            this.notices = new Map(notifications.map((notice) => [notice.id, notice]));
            this.showHeader();
            this.showNotices();
        } catch (error) {
            if (!(error instanceof api.ApiError) || error.status !== 0) this.toasts.add('failed', error instanceof api.ApiError ? error.sentence : String(error));
        }
    }

    /** The feed's window: a day only for the day view on a desk. */
    window() {
        return this.route.view === 'day' && !this.narrow.matches ? 'day' : 'week';
    }

    get unread() {
        return [...this.notices.values()].filter((notice) => notice.status === 'new').length;
    }

    // MARK: hearing

    /** @param {Envelope} envelope */
    received(envelope) {
        if (this.asking) this.waiting.push(envelope);
        if (!this.calendar.feed) return;
        this.answeredAt = this.clock.now();
        this.holdShortRun(envelope);
        const change = this.calendar.apply(envelope);
        if (change.notice) {
            this.notices.set(change.notice.id, change.notice);
            this.showHeader();
            this.showNotices();
        } else if (envelope.event_type.startsWith('notification_')) {
            void this.loadNotices();
        }
        if (change.days.size) {
            this.grid.patch(change.days, this.clock.now());
            this.list.patch(change.days, this.clock.now());
        }
        if (change.lanes.size) this.lanes.patch(change.lanes, this.clock.now());
        if (change.eventId && change.eventId === this.route.event && this.sheet.isOpen) void this.refreshDetails();
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
                this.grid.patch(new Set([event.day]), this.clock.now());
                this.list.patch(new Set([event.day]), this.clock.now());
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
        this.showHeader();
        this.showBanners();
    }

    tick() {
        const now = this.clock.now();
        this.grid.tick(now);
        this.lanes.tick(now);
        this.stasis.tick(now);
        const running = [...this.calendar.events.values()].filter((event) => event.running);
        if (running.length) this.grid.patch(new Set(running.map((event) => event.day)), now);
        const last = this.calendar.feed?.days.at(-1);
        if (last && !this.route.date && Date.parse(last.end_utc) <= now) this.refetch();
        const overdue = [...this.calendar.lanes.values()].some((lane) => lane.state === 'active' && lane.next_due_utc && Date.parse(lane.next_due_utc) < now - 5000 && !lane.running);
        if (overdue && this.push === 'live' && now - this.answeredAt > 10_000) this.refetch();
        this.showBanners();
    }

    // MARK: drawing

    /** @param {(place: HTMLElement) => void} show */
    replaceBoard(show) {
        this.instead.hidden = false;
        for (const part of [this.grid, this.lanes, this.list]) part.hidden = true;
        show(this.instead);
    }

    draw() {
        const feed = this.calendar.feed;
        if (!feed) return;
        this.showHeader();
        this.showBanners();
        showLegend(this.foot, feed);
        const now = this.clock.now();
        const localTime = (/** @type {string} */ utc) => this.localTime(utc);
        const matches = matcher(this.route);
        this.stasis.show({ entries: feed.stasis_queue.filter((entry) => matches(entry)), now, localTime });
        const nothing = feed.stats.schedules === 0 && feed.events.length === 0 && feed.always_running.length === 0;
        if (nothing) {
            this.replaceBoard((place) => showEmpty(place, (text) => this.toasts.add('info', text)));
            return;
        }
        this.instead.hidden = true;
        const asList = this.route.view === 'list' || this.narrow.matches;
        this.grid.hidden = asList;
        this.list.hidden = !asList;
        const hour12 = feed.settings.hour12 ?? false;
        const lanes = [...this.calendar.lanes.values()].filter((lane) => matches({ ...lane, status: lane.status }));
        const days = asList ? feed.days.filter((day) => day.date === this.pickedDate()) : feed.days;
        this.lanes.show({ days, lanes, now, hour12, localTime });
        const eventsOf = (/** @type {string} */ date) => this.eventsOf(date);
        if (asList) this.list.show({ days: feed.days, date: this.pickedDate(), eventsOf, now, hour12 });
        else this.grid.show({ days: feed.days, eventsOf, outages: feed.outages, now, hour12, density: this.preferences.density });
        const place = `${asList}|${this.pickedDate()}|${feed.days[0].date}|${feed.days.length}`;
        if (place !== this.scrolledFor) {
            this.scrolledFor = place;
            (asList ? this.list : this.grid).scrollToStart();
        }
    }

    /** @param {string} date */
    eventsOf(date) {
        const matches = matcher(this.route);
        return [...this.calendar.events.values()].filter((event) => event.day === date && !this.held.has(event.event_id) && matches(event));
    }

    /** The day that the list shows. */
    pickedDate() {
        const days = this.calendar.feed?.days ?? [];
        const picked = days.find((day) => day.date === this.route.date) ?? days.find((day) => holds(day, this.clock.now())) ?? days[0];
        return picked?.date ?? '';
    }

    showHeader() {
        const days = this.calendar.feed?.days ?? [];
        const range = days.length ? dateRange(days[0].date, days[days.length - 1].date) : '';
        this.header.show({
            route: this.route, preferences: this.preferences, range, zone: this.calendar.feed?.timezone ?? '',
            push: this.push, unread: this.unread, busy: this.loading > 0,
        });
        document.title = `${this.unread ? `(${this.unread}) ` : ''}${range ? `${range} · ` : ''}Almanac`;
        if (days.length === 7) document.documentElement.dataset.window = 'week';
    }

    showBanners() {
        const stale = this.staleWords();
        document.documentElement.toggleAttribute('data-stale', Boolean(stale));
        const feed = this.calendar.feed;
        const cut = feed?.next_cursor ? feed.events.length : 0;
        const key = JSON.stringify([stale, cut, feed?.last_seq, feed?.days[0]?.date, feed?.timezone]);
        if (key === this.bannerKey) return;
        this.bannerKey = key;
        showBanners(this.banners, { feed, stale, cut, now: this.clock.now(), localTime: (utc) => this.localTime(utc) });
    }

    /** What to say when the page may be behind; null while it is not. */
    staleWords() {
        if (!this.calendar.feed || this.push === 'live') return null;
        const behind = this.clock.now() - this.answeredAt;
        const at = this.localTime(new Date(this.answeredAt).toISOString());
        if (this.push === 'offline' || this.failure) return `The server does not answer. This is how things stood at ${at}; the page connects again by itself.`;
        return behind > POLL_MS + 5000 ? `Not live: no word from the server since ${at}.` : null;
    }

    /**
     * An instant as wall time of the display zone: from the window's days, or from the browser outside them.
     * @param {string} utc
     */
    localTime(utc) {
        const feed = this.calendar.feed;
        const instant = Date.parse(utc);
        const hour12 = feed?.settings.hour12 ?? false;
        const day = feed?.days.find((d) => holds(d, instant));
        if (!day) {
            return new Intl.DateTimeFormat('en-GB', { timeZone: feed?.timezone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12 }).format(instant);
        }
        const minute = wallMinute(day, instant);
        const second = String(Math.floor(instant / 1000) % 60).padStart(2, '0');
        const time = second === '00' || hour12 ? clockWords(Math.floor(minute), hour12) : `${clockWords(Math.floor(minute))}:${second}`;
        return holds(day, this.clock.now()) ? time : `${dayAndMonth(day.date).split(' ').slice(0, 2).join(' ')} ${time}`;
    }

    // MARK: moving

    /** @param {Partial<Route>} change @param {boolean} [quiet] whether the history keeps its entry */
    go(change, quiet = false) {
        const before = this.route;
        this.route = { ...before, ...change };
        const url = formatRoute(this.route);
        if (quiet) history.replaceState(null, '', url);
        else if (url !== location.search) history.pushState(null, '', url);
        this.follow(before);
    }

    /**
     * Does what the step from one route to the next asks for.
     * @param {Route} before
     */
    follow(before) {
        const { view, date, source, search, event } = this.route;
        if (view !== before.view || source !== before.source) this.prefer({ view, source });
        const window = (/** @type {Route} */ route) => (route.view === 'day' && !this.narrow.matches ? `day ${route.date}` : `week ${route.date}`);
        const inside = this.window() === 'week' && this.calendar.feed?.days.length === 7 && date !== null && this.calendar.feed.days.some((day) => day.date === date);
        if (window(this.route) !== window(before) && !inside) void this.load();
        else if (view !== before.view || source !== before.source || search !== before.search || date !== before.date) this.draw();
        if (event !== before.event) {
            if (event) this.openEvent(event, false);
            else this.sheet.close();
        }
    }

    /** @param {1|-1} direction */
    step(direction) {
        const days = this.calendar.feed?.days;
        if (!days?.length) return;
        const listing = this.route.view === 'list' || this.narrow.matches;
        const single = this.route.view === 'day' || listing;
        const from = single ? this.pickedDate() : days[0].date;
        this.go({ date: addDays(from, direction * (single ? 1 : 7)) });
    }

    /** @param {Partial<import('./types.js').Preferences>} change */
    prefer(change) {
        this.preferences = { ...this.preferences, ...change };
        savePreferences(this.storage, this.preferences);
        this.applyTheme();
        this.showHeader();
    }

    applyTheme() {
        const { theme } = this.preferences;
        if (theme === 'system') delete document.documentElement.dataset.theme;
        else document.documentElement.dataset.theme = theme;
    }

    // MARK: sheets

    /** @param {string} eventId @param {boolean} [push] whether the address changes */
    openEvent(eventId, push = true) {
        if (push && this.route.event !== eventId) {
            this.go({ event: eventId });
            return;
        }
        this.details = null;
        const opener = this.overlay.isOpen ? this.overlay.opener : /** @type {HTMLElement|null} */ (document.activeElement);
        this.overlay.close();
        if (this.sheet.isOpen && this.sheet.dialog.dataset.kind !== 'details') this.sheet.clear();
        const known = this.calendar.events.get(eventId);
        if (known) this.drawDetails(known);
        else this.sheet.clear();
        this.sheet.open('details', () => (this.grid.hidden ? this.list : this.grid).cardOf(eventId) ?? opener);
        this.sheet.whenClosed = () => {
            this.sheet.whenClosed = null;
            if (this.route.event) this.go({ event: null });
        };
        void this.refreshDetails();
    }

    async refreshDetails() {
        const eventId = this.route.event;
        if (!eventId) return;
        const known = this.calendar.events.get(eventId);
        if (known && this.details) this.drawDetails(known);
        try {
            const details = await api.fetchDetails(eventId, this.preferences.timezone);
            if (this.route.event !== eventId) return;
            this.details = details;
            this.drawDetails(details.event);
        } catch (error) {
            if (this.route.event !== eventId) return;
            this.toasts.add('failed', error instanceof api.ApiError ? error.sentence : String(error));
            if (!known) this.sheet.close();
        }
    }

    /** @param {CalendarEvent} event */
    drawDetails(event) {
        showDetails(this.sheet, event, this.details, {
            now: this.clock.now(), hour12: this.calendar.feed?.settings.hour12 ?? false, localTime: (utc) => this.localTime(utc), busy: this.acting,
        });
    }

    showNotices() {
        if (this.sheet.isOpen && this.sheet.dialog.dataset.kind === 'notices') showNotices(this.sheet, [...this.notices.values()], this.clock.now());
    }

    openNotices() {
        this.sheet.clear();
        this.sheet.open('notices', () => this.header.bell ?? null);
        this.showNotices();
        void this.loadNotices();
    }

    /** @param {{title: string, events: CalendarEvent[], note?: string}} crowd */
    openCrowd(crowd) {
        showCrowd(this.overlay, { ...crowd, now: this.clock.now(), hour12: this.calendar.feed?.settings.hour12 ?? false });
        this.overlay.open('crowd');
    }

    /**
     * The occurrences of one hour of a lane.
     * @param {{lane: Lane, start: number, label: string}} cell
     */
    async openHour({ lane, start, label }) {
        try {
            const feed = await api.fetchOccurrences({
                source: lane.source, start: new Date(start).toISOString(), end: new Date(start + 3_600_000).toISOString(), timezone: this.preferences.timezone,
            });
            const events = feed.events.filter((event) => event.source_ref === lane.source_ref);
            this.openCrowd({ title: lane.title, events, note: label });
        } catch (error) {
            this.toasts.add('failed', error instanceof api.ApiError ? error.sentence : String(error));
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
        const running = [...this.calendar.events.values()].some((event) => event.running && (event.run?.run_id ?? event.run_id) === runId);
        if (running) {
            viewer.state('Following while it runs…');
            this.stopLog = followLog(runId, {
                chunk: viewer.append, end: () => viewer.state('The run has ended.'), lost: () => viewer.state('The connection to the log was lost. Close and open it again.'),
            });
            return;
        }
        try {
            const text = await api.fetchLog(runId);
            viewer.state(text ? `${text.split('\n').length - (text.endsWith('\n') ? 1 : 0)} lines` : 'The run wrote nothing.');
            viewer.append(text);
        } catch (error) {
            viewer.state(error instanceof api.ApiError ? error.sentence : String(error));
        }
    }

    // MARK: acting

    /** @param {{eventId: string, title: string, action: {action: import('./types.js').ActionName, run_at?: string, until?: string, scope?: 'occurrence'|'entry'}, done?: () => void}} wish */
    async act({ eventId, title, action, done }) {
        if (this.acting) return;
        this.acting = true;
        this.redrawOpen(eventId);
        try {
            const answer = await api.act(eventId, action);
            if (action.action === 'open_logs') this.openLogOf(answer, eventId, title);
            else if (action.action === 'open_session') this.toasts.add('info', `Session ${answer.session_id}`);
            else this.toasts.add(answer.run?.status === 'failed' ? 'failed' : 'ok', outcomeWords(title, action, answer));
            if (answer.event && this.calendar.feed) {
                const change = { refetch: false, days: new Set(), lanes: new Set(), eventId: null, notice: null };
                this.calendar.place(answer.event, change);
                this.grid.patch(change.days, this.clock.now());
                this.list.patch(change.days, this.clock.now());
            }
            if (this.push !== 'live' || /missed|backfill|reschedule/.test(action.action)) this.refetch();
        } catch (error) {
            this.toasts.add('failed', `${title}: ${error instanceof api.ApiError ? error.sentence : String(error)}`);
            this.refetch();
        } finally {
            this.acting = false;
            done?.();
            this.redrawOpen(eventId);
            if (this.route.event === eventId && this.sheet.isOpen) void this.refreshDetails();
        }
    }

    /** @param {string} eventId */
    redrawOpen(eventId) {
        const event = this.calendar.events.get(eventId) ?? this.details?.event;
        if (this.route.event === eventId && this.sheet.isOpen && event) this.drawDetails(event);
    }

    /** @param {any} answer @param {string} eventId @param {string} title */
    openLogOf(answer, eventId, title) {
        const path = String(answer.path ?? '');
        const runId = answer.run?.run_id ?? decodeURIComponent(path.match(/runs\/([^/]+)\/log/)?.[1] ?? '');
        const event = this.calendar.events.get(eventId) ?? this.details?.event;
        if (runId) void this.openLog(runId, `${title}${event ? ` · ${clockWords(event.minute_of_day)}` : ''}`);
        else this.toasts.add('info', 'There is no log: it has not run.');
    }

    /** @param {{id: string, change: {status: string, snooze_minutes?: number}}} wish */
    async changeNotice({ id, change }) {
        const before = this.notices.get(id);
        if (!before) return;
        this.notices.set(id, { ...before, status: /** @type {Notice['status']} */ (change.status) });
        this.showHeader();
        this.showNotices();
        try {
            await api.updateNotification(id, change);
        } catch (error) {
            this.notices.set(id, before);
            this.showHeader();
            this.showNotices();
            this.toasts.add('failed', error instanceof api.ApiError ? error.sentence : String(error));
        }
    }

    /** The event that a key acts upon: the open one, or the one with the focus. */
    current() {
        const focused = /** @type {HTMLElement|null} */ (document.activeElement)?.closest?.('[data-event]');
        const id = this.route.event ?? /** @type {HTMLElement|null} */ (focused)?.dataset.event ?? null;
        return id ? this.calendar.events.get(id) ?? (this.details?.event.event_id === id ? this.details.event : null) : null;
    }

    /** @param {import('./types.js').ActionName[]} wanted the first that is allowed is done */
    actOnCurrent(wanted) {
        const event = this.current();
        const action = event && wanted.find((name) => event.actions.includes(name));
        if (event && action) void this.act({ eventId: event.event_id, title: event.title, action: { action } });
        else if (event) this.toasts.add('info', `${event.title} does not allow that now.`);
        else this.toasts.add('info', 'Choose an occurrence first.');
    }

    // MARK: listening

    listen() {
        /** @type {Record<string, (detail: any) => void>} */
        const heard = {
            'almanac-view': (view) => this.go({ view }),
            'almanac-source': (source) => this.go({ source }),
            'almanac-search': (search) => this.go({ search }, true),
            'almanac-today': () => this.today(),
            'almanac-step': (direction) => this.step(direction),
            'almanac-day': (date) => this.go({ view: 'day', date }),
            'almanac-pick': (date) => this.go({ date }),
            'almanac-zone': (timezone) => {
                this.prefer({ timezone });
                void this.load();
            },
            'almanac-refresh': () => {
                void this.load();
                void this.loadNotices();
                if (this.push !== 'live') this.stream.reopen();
            },
            'almanac-theme': () => this.prefer({ theme: next(THEMES, this.preferences.theme) }),
            'almanac-density': () => {
                this.prefer({ density: next(DENSITIES, this.preferences.density) });
                this.scrolledFor = '';
                this.draw();
            },
            'almanac-help': () => {
                showHelp(this.overlay);
                this.overlay.open('help');
            },
            'almanac-notifications': () => this.openNotices(),
            'almanac-open': (eventId) => this.openEvent(eventId),
            'almanac-crowd': (crowd) => this.openCrowd(crowd),
            'almanac-hour': (cell) => void this.openHour(cell),
            'almanac-log': ({ runId, title }) => void this.openLog(runId, title),
            'almanac-act': (wish) => void this.act(wish),
            'almanac-notice': (wish) => void this.changeNotice(wish),
            'almanac-focus': () => this.grid.keepOneTabStop(),
        };
        for (const [name, act] of Object.entries(heard)) document.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail));
        addEventListener('popstate', () => {
            const before = this.route;
            this.route = parseRoute(location.search, this.preferences);
            this.follow(before);
        });
        this.narrow.addEventListener('change', () => {
            this.scrolledFor = '';
            void this.load();
        });
        keyboard({
            view: (view) => this.go({ view }), today: () => this.today(), step: (direction) => this.step(direction),
            refresh: () => document.dispatchEvent(new CustomEvent('almanac-refresh')), search: () => this.header.search?.focus(),
            run: () => this.actOnCurrent(['run_now']), pause: () => this.actOnCurrent(['resume', 'pause']),
            stasis: () => this.stasis.enter(), help: () => document.dispatchEvent(new CustomEvent('almanac-help')),
            modal: () => this.sheet.isOpen || this.overlay.isOpen,
        });
    }

    today() {
        this.scrolledFor = '';
        if (this.route.date === null) this.draw();
        else this.go({ date: null });
    }
}

/** @template {string} T @param {T[]} all @param {T} current @returns {T} */
function next(all, current) {
    return all[(all.indexOf(current) + 1) % all.length];
}

/** @returns {Storage|undefined} */
function storage() {
    try {
        return localStorage;
    } catch {
        return undefined;
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

void new App().start();
