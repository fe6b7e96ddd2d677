/** Everything that is drawn on the page itself: header, banners, stasis, lanes, grid and list. */

import { showBanners, showEmpty, showLegend } from '../components/states.js';
import { holds, wallMinute } from '../layout/days.js';
import { matcher } from '../state/filter.js';
import { clock, dateRange, dayAndMonth } from '../state/words.js';
import { pagePart } from './part.js';

/** The components of the page, each given what it shows. */
export class Board {
    /** @param {import('../app.js').App} app */
    constructor(app) {
        this.app = app;
        this.header = /** @type {import('../components/almanac-header.js').AlmanacHeader} */ (pagePart('almanac-header'));
        this.banners = /** @type {HTMLElement} */ (pagePart('#banners'));
        this.stasis = /** @type {import('../components/almanac-stasis.js').AlmanacStasis} */ (pagePart('almanac-stasis'));
        this.lanes = /** @type {import('../components/almanac-lanes.js').AlmanacLanes} */ (pagePart('almanac-lanes'));
        this.grid = /** @type {import('../components/almanac-grid.js').AlmanacGrid} */ (pagePart('almanac-grid'));
        this.agenda = /** @type {import('../components/almanac-agenda.js').AlmanacAgenda} */ (pagePart('almanac-agenda'));
        this.list = /** @type {import('../components/almanac-list.js').AlmanacList} */ (pagePart('almanac-list'));
        this.instead = /** @type {HTMLElement} */ (pagePart('#instead'));
        this.foot = /** @type {HTMLElement} */ (pagePart('#legend'));
        /** @type {import('../types.js').Preview} */
        this.preview = { ghosts: [], going: new Set() };
        this.scrolledFor = '';
        /** What the banners said last. */
        this.bannerKey = '';
    }

    /** @param {(place: HTMLElement) => void} show */
    replaceBoard(show) {
        this.instead.hidden = false;
        for (const part of [this.grid, this.lanes, this.agenda, this.list]) part.hidden = true;
        show(this.instead);
    }

    draw() {
        const feed = this.app.live.calendar.feed;
        if (!feed) return;
        this.showHeader();
        this.showBanners();
        showLegend(this.foot, feed);
        const now = this.app.live.clock.now();
        const localTime = (/** @type {string} */ utc) => this.localTime(utc);
        const matches = matcher(this.app.route);
        this.showStasis();
        const nothing = feed.stats.schedules === 0 && feed.events.length === 0 && feed.always_running.length === 0;
        if (nothing) {
            this.replaceBoard((place) => showEmpty(place, (text) => this.app.toasts.add('info', text)));
            return;
        }
        this.instead.hidden = true;
        const view = this.shownView;
        this.grid.hidden = view !== 'grid';
        this.agenda.hidden = view !== 'agenda';
        this.list.hidden = view !== 'list';
        const { hour12, preview } = this;
        const { density, lanes: wish, hours, from, to } = this.app.preferences;
        const lanes = [...this.app.live.calendar.lanes.values()].filter((lane) => matches({ ...lane, status: lane.status }));
        const days = view === 'list' ? feed.days.filter((day) => day.date === this.pickedDate()) : feed.days;
        this.lanes.show({ days, lanes, now, hour12, wish, localTime });
        const eventsOf = (/** @type {string} */ date) => this.eventsOf(date);
        if (view === 'list') this.list.show({ days: feed.days, date: this.pickedDate(), eventsOf, preview, now, hour12 });
        else if (view === 'agenda') this.agenda.show({ days: feed.days, eventsOf, preview, lanes, now, hour12 });
        else this.grid.show({ days: feed.days, eventsOf, lanes, outages: feed.outages, preview, now, hour12, density, fold: { hours, from, to } });
        const place = `${view}|${this.pickedDate()}|${feed.days[0].date}|${feed.days.length}`;
        if (place !== this.scrolledFor) {
            this.scrolledFor = place;
            this.shown.scrollToStart();
        }
    }

    showStasis() {
        const { feed } = this.app.live.calendar;
        const matches = matcher(this.app.route);
        const { answered } = this.app.actions;
        const queue = feed?.stasis_queue ?? [];
        this.stasis.show({
            entries: queue.filter((entry) => matches(entry) && !answered.has(entry.event_id)), whole: queue.every(matches), outages: feed?.outages ?? [],
            now: this.app.live.clock.now(), localTime: (utc) => this.localTime(utc),
        });
    }

    /** @param {import('../types.js').Preview} preview */
    showPreview(preview) {
        this.preview = preview;
        this.draw();
        if (preview.ghosts.length) this.shown.reveal(preview.ghosts[0]);
    }

    /** Which of the three ways to show events is used: a phone has a list whatever is wished. */
    get shownView() {
        if (this.app.route.view === 'list' || this.app.narrow.matches) return 'list';
        return this.app.route.view === 'agenda' ? 'agenda' : 'grid';
    }

    /** The component that shows the events. */
    get shown() {
        return { grid: this.grid, agenda: this.agenda, list: this.list }[this.shownView];
    }

    get hour12() {
        const { clock } = this.app.preferences;
        return clock === 'server' ? this.app.live.calendar.feed?.settings.hour12 ?? false : clock === '12';
    }

    /**
     * Redraws the events of some days.
     * @param {Set<string>} days
     */
    patch(days) {
        this.shown.patch(days, this.app.live.clock.now());
    }

    /** @param {string} date */
    eventsOf(date) {
        const matches = matcher(this.app.route);
        return [...this.app.live.calendar.on(date)].filter((event) => !this.app.live.held.has(event.event_id) && matches(event));
    }

    /** The day that the list shows. */
    pickedDate() {
        const days = this.app.live.calendar.feed?.days ?? [];
        const picked = days.find((day) => day.date === this.app.route.date) ?? days.find((day) => holds(day, this.app.live.clock.now())) ?? days[0];
        return picked?.date ?? '';
    }

    /** Today's date in the display zone, as the days of the window tell it; the browser's word for it outside them. */
    todayDate() {
        const { feed } = this.app.live.calendar;
        const now = this.app.live.clock.now();
        return feed?.days.find((day) => holds(day, now))?.date ?? new Intl.DateTimeFormat('en-CA', { timeZone: feed?.timezone }).format(now);
    }

    showHeader() {
        const days = this.app.live.calendar.feed?.days ?? [];
        const range = days.length ? dateRange(days[0].date, days[days.length - 1].date) : '';
        this.header.show({
            route: this.app.route, preferences: this.app.preferences, range, zone: this.app.live.calendar.feed?.timezone ?? '',
            push: this.app.live.push, unread: this.app.live.unread, busy: this.app.live.loading > 0,
        });
        document.title = `${this.app.live.unread ? `(${this.app.live.unread}) ` : ''}${range ? `${range} · ` : ''}Almanac`;
        if (days.length === 7) document.documentElement.dataset.window = 'week';
    }

    showBanners() {
        const stale = this.app.live.staleWords();
        document.documentElement.toggleAttribute('data-stale', Boolean(stale));
        const feed = this.app.live.calendar.feed;
        const cut = feed?.next_cursor ? feed.events.length : 0;
        const key = JSON.stringify([stale, cut, feed?.last_seq, feed?.days[0]?.date, feed?.timezone, this.app.live.ahead.days.length]);
        if (key === this.bannerKey) return;
        this.bannerKey = key;
        showBanners(this.banners, { feed, stale, cut, ahead: this.app.live.ahead, now: this.app.live.clock.now(), localTime: (utc) => this.localTime(utc) });
    }

    /**
     * An instant as wall time of the display zone: from the window's days, or from the browser outside them.
     * @param {string} utc
     */
    localTime(utc) {
        const feed = this.app.live.calendar.feed;
        const instant = Date.parse(utc);
        const { hour12 } = this;
        const day = feed?.days.find((d) => holds(d, instant));
        if (!day) {
            return new Intl.DateTimeFormat('en-GB', { timeZone: feed?.timezone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12 }).format(instant);
        }
        const minute = wallMinute(day, instant);
        const second = String(Math.floor(instant / 1000) % 60).padStart(2, '0');
        const time = second === '00' || hour12 ? clock(Math.floor(minute), hour12) : `${clock(Math.floor(minute))}:${second}`;
        return holds(day, this.app.live.clock.now()) ? time : `${dayAndMonth(day.date).split(' ').slice(0, 2).join(' ')} ${time}`;
    }
}
