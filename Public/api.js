/** The server's doors: the only file that knows URLs. */

/** @typedef {import('./types.js').Feed} Feed */
/** @typedef {import('./types.js').Details} Details */
/** @typedef {import('./types.js').Notice} Notice */
/** @typedef {import('./types.js').ActionName} ActionName */
/** @typedef {import('./types.js').Proposal} Proposal */

const OPS = '/api/v1/ops';
const TIMEOUT_MS = 20_000;

/** A refusal by the server, or no answer at all (`status` 0). */
export class ApiError extends Error {
    /** @param {number} status @param {string} title @param {string} detail @param {{field?: string, message: string}[]} [errors] */
    constructor(status, title, detail, errors = []) {
        super(detail || title);
        this.status = status;
        this.title = title;
        this.errors = errors;
    }

    /** One sentence for a person. */
    get sentence() {
        const fields = this.errors.map((error) => error.message).filter((message) => message && !this.message.includes(message));
        return [this.message, ...fields].join(' ');
    }
}

/** Whether the server has answered this page before. */
let wasLetIn = false;

/**
 * @param {'GET'|'POST'|'DELETE'} method
 * @param {string} path
 * @param {{body?: unknown, signal?: AbortSignal}} [options]
 */
async function request(method, path, options = {}) {
    const { body, signal } = options;
    const timeout = /** @type {any} */ (AbortSignal).timeout(TIMEOUT_MS);
    /** @type {Response} */
    let response;
    try {
        response = await fetch(path, {
            method,
            headers: body === undefined ? { accept: 'application/json' } : { accept: 'application/json', 'content-type': 'application/json' },
            body: body === undefined ? undefined : JSON.stringify(body),
            signal: signal ? either(signal, timeout) : timeout,
            cache: 'no-store',
        });
    } catch (error) {
        if (signal?.aborted) throw error;
        throw new ApiError(0, 'No answer', 'The server does not answer.');
    }
    // Whoever is not known any more is asked for a token at this very address, and led back to it. Who never was is told
    // so by the page: asking for it again would bring the same.
    if (response.status === 401 && wasLetIn) location.reload();
    wasLetIn ||= response.ok;
    const type = response.headers.get('content-type') ?? '';
    if (response.ok) {
        if (!type.includes('json')) return response.text();
        return response.json().catch(() => {
            throw new ApiError(response.status, 'Unreadable answer', 'The server\'s answer could not be read.');
        });
    }
    const problem = type.includes('json') ? await response.json().catch(() => ({})) : {};
    throw new ApiError(response.status, problem.title ?? `Status ${response.status}`, problem.detail ?? problem.title ?? `The server answered with status ${response.status}.`, problem.errors);
}

/** @param {AbortSignal} a @param {AbortSignal} b */
function either(a, b) {
    const controller = new AbortController();
    const stop = () => controller.abort();
    for (const signal of [a, b]) {
        if (signal.aborted) stop();
        else signal.addEventListener('abort', stop, { once: true });
    }
    return controller.signal;
}

/** Ends the browser's session. */
export async function signOut() {
    await request('DELETE', '/api/v1/session');
}

/** Events that the page asks for at most; where there are more it says so. */
const EVENTS_MAX = 5000;

/**
 * The feed of a week or a day; with `end`, of the days from `date` up to it.
 * @param {{view: 'week'|'day', date: string|null, end?: string|null, timezone: string}} window
 * @param {AbortSignal} [signal]
 * @returns {Promise<Feed>}
 */
export function fetchFeed({ view, date, end, timezone }, signal) {
    const query = new URLSearchParams({ view, limit: String(EVENTS_MAX) });
    if (date) query.set('start', date);
    if (date && end) query.set('end', end);
    if (timezone) query.set('timezone', timezone);
    return /** @type {Promise<Feed>} */ (request('GET', `${OPS}/calendar/events?${query}`, { signal }));
}

/**
 * One schedule's own occurrences inside a span, lanes spread out.
 * @param {{source: string, start: string, end: string, timezone: string}} span
 * @returns {Promise<Feed>}
 */
export function fetchOccurrences({ source, start, end, timezone }) {
    const query = new URLSearchParams({ view: 'day', source, start, end, expand: 'all', limit: String(EVENTS_MAX) });
    if (timezone) query.set('timezone', timezone);
    return /** @type {Promise<Feed>} */ (request('GET', `${OPS}/calendar/events?${query}`));
}

/** @param {string} eventId @param {string} timezone @param {AbortSignal} [signal] @returns {Promise<Details>} */
export function fetchDetails(eventId, timezone, signal) {
    const query = timezone ? `?${new URLSearchParams({ timezone })}` : '';
    return /** @type {Promise<Details>} */ (request('GET', `${OPS}/calendar/events/${encodeURIComponent(eventId)}${query}`, { signal }));
}

/**
 * @param {string} eventId
 * @param {{action: ActionName, run_at?: string, until?: string, reason?: string, scope?: 'occurrence'|'entry'}} action
 */
export function act(eventId, action) {
    return request('POST', `${OPS}/calendar/events/${encodeURIComponent(eventId)}/action`, { body: action });
}

/** @returns {Promise<{notifications: Notice[], unread: number, suppressed: number}>} */
export function fetchNotifications() {
    return /** @type {Promise<any>} */ (request('GET', `${OPS}/notifications`));
}

/** @param {string} id @param {{status: string, snooze_minutes?: number}} change */
export function updateNotification(id, change) {
    return request('POST', `${OPS}/notifications/${encodeURIComponent(id)}`, { body: change });
}

/**
 * Who changed what, newest first.
 * @param {{source?: string, ref?: string}} [of] one schedule only
 * @returns {Promise<import('./types.js').AuditRow[]>}
 */
export async function fetchAudit(of = {}) {
    const query = new URLSearchParams({ limit: '200', ...(of.source && of.ref ? { source: of.source, source_ref: of.ref } : {}) });
    return /** @type {any} */ (await request('GET', `${OPS}/audit?${query}`)).audit;
}

/**
 * Every schedule there is, for the palette.
 * @returns {Promise<{jobs: Record<string, any>[], sessions: Record<string, any>[]}>}
 */
export async function fetchSchedules() {
    const [jobs, sessions] = await Promise.all([request('GET', '/api/v1/cron/jobs'), request('GET', '/api/v1/heartbeat/sessions')]);
    return { jobs: /** @type {any} */ (jobs).jobs, sessions: /** @type {any} */ (sessions).sessions };
}

/**
 * Answers for many missed stretches at once: a whole outage, or the ones named.
 * @param {{action: 'approve'|'delete', outage_id?: string, event_ids?: string[]}} answer
 * @returns {Promise<{event_id: string, status: 'approved_and_run'|'rescheduled'|'deleted'|'refused'|'unknown', error?: string}[]>}
 */
export async function resolveStasis(answer) {
    return /** @type {any} */ (await request('POST', `${OPS}/stasis/resolve`, { body: answer })).results;
}

/** @param {string|null} eventId null for a schedule that is not there yet @param {string} instruction @returns {Promise<Proposal>} */
export async function requestChange(eventId, instruction) {
    return /** @type {any} */ (await request('POST', changePath(eventId), { body: { instruction } })).proposal;
}

/**
 * @param {Proposal} proposal
 * @param {boolean} approve
 * @returns {Promise<{status: string, proposal: Proposal, audit_id?: string}>}
 */
export function confirmChange(proposal, approve) {
    return /** @type {Promise<any>} */ (request('POST', `${changePath(proposal.event_id ?? null)}/confirm`, { body: { proposal_id: proposal.proposal_id, approve } }));
}

/**
 * Takes back the change that an audit row tells of, at once.
 * @param {string} auditId
 */
export async function undoChange(auditId) {
    await request('POST', `${OPS}/audit/${encodeURIComponent(auditId)}/undo`, { body: {} });
}

/** @param {string|null} eventId */
function changePath(eventId) {
    return eventId ? `${OPS}/calendar/events/${encodeURIComponent(eventId)}/change-request` : `${OPS}/change-request`;
}

/** @param {string} runId @returns {Promise<import('./types.js').Run>} */
export async function fetchRun(runId) {
    return /** @type {any} */ (await request('GET', `${OPS}/runs/${encodeURIComponent(runId)}`)).run;
}

/** @param {string} runId @returns {Promise<string>} */
export async function fetchLog(runId) {
    return String(await request('GET', logPath(runId)));
}

/** @param {string} runId */
export function logPath(runId) {
    return `${OPS}/runs/${encodeURIComponent(runId)}/log`;
}

/** @param {number} seq the last position that is already known */
export function streamPath(seq) {
    return `${OPS}/scheduling/stream?since_seq=${seq}`;
}
