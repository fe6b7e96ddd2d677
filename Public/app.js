/** Puts the page together: the route, the preferences, and the parts that do the work. */

import './components/almanac-agenda.js';
import './components/almanac-dialog.js';
import './components/almanac-grid.js';
import './components/almanac-header.js';
import './components/almanac-lanes.js';
import './components/almanac-list.js';
import './components/almanac-stasis.js';
import './components/almanac-toasts.js';
import { showHelp } from './components/sheets.js';
import { showLegend } from './components/states.js';
import { keyboard } from './keys.js';
import { Actions } from './page/actions.js';
import { Board } from './page/board.js';
import { Changes } from './page/changes.js';
import { Live, POLL_MS } from './page/live.js';
import { pagePart } from './page/part.js';
import { RoleGuard } from './page/permissions.js';
import { Sheets } from './page/sheets.js';
import { loadPreferences, savePreferences } from './state/preferences.js';
import { formatRoute, parseRoute } from './state/route.js';
import { addDays } from './state/words.js';

/** @typedef {import('./types.js').Route} Route */

/** @type {import('./types.js').Preferences['theme'][]} */
const THEMES = ['system', 'light', 'dark'];

/** The page: where it stands, and the way from one place to the next. */
export class App {
    constructor() {
        this.storage = storage();
        this.preferences = loadPreferences(this.storage);
        this.route = parseRoute(location.search, this.preferences);
        this.narrow = matchMedia('(max-width: 768px)');
        this.toasts = /** @type {import('./components/almanac-toasts.js').AlmanacToasts} */ (pagePart('almanac-toasts'));
        this.permissions = new RoleGuard((reason) => this.toasts.add('info', reason));
        this.live = new Live(this);
        this.board = new Board(this);
        this.sheets = new Sheets(this);
        this.actions = new Actions(this);
        this.changes = new Changes(this);
    }

    async start() {
        this.listen();
        this.applyTheme();
        this.board.header.offerZones(/** @type {any} */ (Intl).supportedValuesOf?.('timeZone') ?? []);
        showLegend(this.board.foot, null);
        this.board.showHeader();
        await this.live.load();
        this.live.stream.start();
        void this.live.loadNotices();
        setInterval(() => this.live.tick(), 1000);
        setInterval(() => this.live.poll(), POLL_MS);
        if (this.route.event) this.sheets.openEvent(this.route.event, false);
    }

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
        const inside = this.live.window() === 'week' && this.live.calendar.feed?.days.length === 7 && date !== null && this.live.calendar.feed.days.some((day) => day.date === date);
        if (window(this.route) !== window(before) && !inside) void this.live.load();
        else if (view !== before.view || source !== before.source || search !== before.search || date !== before.date) this.board.draw();
        if (event !== before.event) {
            if (event) this.sheets.openEvent(event, false);
            else this.sheets.sheet.close();
        }
    }

    /** @param {1|-1} direction */
    step(direction) {
        const days = this.live.calendar.feed?.days;
        if (!days?.length) return;
        const listing = this.route.view === 'list' || this.narrow.matches;
        const single = this.route.view === 'day' || listing;
        const from = single ? this.board.pickedDate() : days[0].date;
        this.go({ date: addDays(from, direction * (single ? 1 : 7)) });
    }

    /** @param {Partial<import('./types.js').Preferences>} change */
    prefer(change) {
        const before = this.preferences;
        this.preferences = { ...before, ...change };
        savePreferences(this.storage, this.preferences);
        this.applyTheme();
        this.board.showHeader();
        this.sheets.showSettings();
        const differs = (/** @type {(keyof import('./types.js').Preferences)[]} */ ...names) => names.some((name) => before[name] !== this.preferences[name]);
        if (differs('weekStart')) void this.live.load();
        else if (differs('density', 'clock', 'hours', 'from', 'to', 'lanes')) {
            if (!differs('lanes')) this.board.scrolledFor = '';
            this.board.draw();
        }
    }

    applyTheme() {
        const { theme } = this.preferences;
        if (theme === 'system') delete document.documentElement.dataset.theme;
        else document.documentElement.dataset.theme = theme;
    }

    listen() {
        /** @type {Record<string, (detail: any) => void>} */
        const heard = {
            'almanac-view': (view) => this.go({ view }),
            'almanac-source': (source) => this.go({ source }),
            'almanac-search': (search) => this.go({ search }, true),
            'almanac-today': () => this.today(),
            'almanac-step': (direction) => this.step(direction),
            'almanac-day': (date) => this.go({ view: 'day', date }),
            'almanac-list': (date) => this.go({ view: 'list', date }),
            'almanac-pick': (date) => this.go({ date }),
            'almanac-zone': (timezone) => {
                this.prefer({ timezone });
                void this.live.load();
            },
            'almanac-refresh': () => {
                void this.live.load();
                void this.live.loadNotices();
                if (this.live.push !== 'live') this.live.stream.reopen();
            },
            'almanac-theme': () => this.prefer({ theme: next(THEMES, this.preferences.theme) }),
            'almanac-prefer': (change) => this.prefer(change),
            'almanac-lanes': (lanes) => this.prefer({ lanes }),
            'almanac-unfold': () => this.prefer({ hours: 'all' }),
            'almanac-settings': () => this.sheets.openSettings(),
            'almanac-sign-out': () => void this.live.signOut(),
            'almanac-help': () => {
                showHelp(this.sheets.overlay);
                this.sheets.overlay.open('help');
            },
            'almanac-notifications': () => this.sheets.openNotices(),
            'almanac-open': (eventId) => this.sheets.openEvent(eventId),
            'almanac-crowd': (crowd) => this.sheets.openCrowd(crowd),
            'almanac-hour': (cell) => void this.sheets.openHour(cell),
            'almanac-log': ({ runId, title }) => void this.sheets.openLog(runId, title),
            'almanac-act': (wish) => void this.actions.act(wish),
            'almanac-resolve': (wish) => void this.actions.resolve(wish),
            'almanac-notices-read': () => {
                for (const notice of this.live.notices.values()) if (notice.status === 'new') void this.actions.changeNotice({ id: notice.id, change: { status: 'acknowledged' } });
            },
            'almanac-audit': () => void this.sheets.openAudit(),
            'almanac-palette': () => this.sheets.openPalette(),
            'almanac-pick-offer': (offer) => this.take(offer),
            'almanac-change': ({ eventId, title }) => this.changes.open(eventId, title),
            'almanac-instruct': (instruction) => void this.changes.ask(instruction),
            'almanac-reword': () => this.changes.reword(),
            'almanac-confirm': (approve) => void this.changes.confirm(approve),
            'almanac-undo': (auditId) => void this.changes.undo(auditId),
            'almanac-notice': (wish) => void this.actions.changeNotice(wish),
            'almanac-focus': () => this.board.grid.keepOneTabStop(),
        };
        for (const [name, act] of Object.entries(heard)) document.addEventListener(name, (event) => act(/** @type {CustomEvent} */ (event).detail));
        addEventListener('popstate', () => {
            const before = this.route;
            this.route = parseRoute(location.search, this.preferences);
            this.follow(before);
        });
        this.narrow.addEventListener('change', () => {
            this.board.scrolledFor = '';
            void this.live.load();
        });
        keyboard({
            view: (view) => this.go({ view }), today: () => this.today(), step: (direction) => this.step(direction),
            refresh: () => document.dispatchEvent(new CustomEvent('almanac-refresh')), search: () => this.board.header.search?.focus(),
            run: () => this.actions.actOnCurrent(['run_now']), pause: () => this.actions.actOnCurrent(['resume', 'pause']),
            stasis: () => this.board.stasis.enter(), help: () => document.dispatchEvent(new CustomEvent('almanac-help')),
            change: () => this.changeCurrent(), audit: () => void this.sheets.openAudit(), palette: () => this.sheets.openPalette(),
            modal: () => this.sheets.sheet.isOpen || this.sheets.overlay.isOpen,
        });
    }

    changeCurrent() {
        const event = this.actions.current();
        if (event) this.changes.open(event.event_id, event.title);
        else this.toasts.add('info', 'Choose an occurrence first, or press Ctrl K and say what a new schedule should do.');
    }

    /**
     * Does what was chosen in the palette.
     * @param {import('./state/palette.js').Offer} offer
     */
    take(offer) {
        const { kind, value } = offer;
        if (kind === 'schedule') this.sheets.openEvent(value.event_id);
        else if (kind === 'date') this.go({ date: value });
        else if (kind === 'words') this.changes.open(null, null, value);
        else if (kind === 'action') void this.actions.act({ eventId: value.schedule.event_id, title: value.schedule.title, action: { action: value.action } });
        else this.command(value);
    }

    /** @param {string} id */
    command(id) {
        const say = (/** @type {string} */ name) => document.dispatchEvent(new CustomEvent(name));
        if (id === 'week' || id === 'agenda' || id === 'day' || id === 'list') this.go({ view: id });
        else if (id === 'today') this.today();
        else if (id === 'stasis') this.board.stasis.enter();
        else if (id === 'create') this.changes.open(null, null);
        else say(`almanac-${id}`);
    }

    today() {
        this.board.scrolledFor = '';
        if (this.route.date === null) this.board.draw();
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

const app = new App();
// For the console, and for those who measure.
/** @type {any} */ (window).almanac = app;
void app.start();
