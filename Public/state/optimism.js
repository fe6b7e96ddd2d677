/** What an action will most likely do, shown while the server is asked; a refusal takes it back. */

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').ActionName} ActionName */

/** @type {Partial<Record<ActionName, {state: CalendarEvent['job_state'], from: string[], to: CalendarEvent['status'], swap: [ActionName, ActionName]}>>} */
const STATES = {
    pause: { state: 'paused', from: ['scheduled'], to: 'paused', swap: ['pause', 'resume'] },
    resume: { state: 'active', from: ['paused'], to: 'scheduled', swap: ['resume', 'pause'] },
    disable: { state: 'disabled', from: ['scheduled', 'paused'], to: 'disabled', swap: ['disable', 'enable'] },
    enable: { state: 'active', from: ['disabled'], to: 'scheduled', swap: ['enable', 'disable'] },
};

/**
 * The events that an action changes, as they would stand after it.
 * @param {CalendarEvent} event the one that is acted upon
 * @param {Iterable<CalendarEvent>} all every event in sight
 * @param {ActionName} action
 * @param {number} now epoch milliseconds
 * @returns {CalendarEvent[]}
 */
export function foresee(event, all, action, now) {
    const change = STATES[action];
    if (change) {
        const [gone, come] = change.swap;
        return [...all].filter((other) => other.source === event.source && other.source_ref === event.source_ref).map((other) => ({
            ...other, job_state: change.state, actions: other.actions.map((name) => (name === gone ? come : name)),
            status: other.scheduled_at_epoch * 1000 >= now && change.from.includes(other.status) ? change.to : other.status,
        }));
    }
    if (action === 'cancel') return [{ ...event, status: 'cancelled', running: false, actions: event.actions.filter((name) => name !== 'cancel') }];
    if (action === 'approve_backfill_run') return [{ ...event, status: 'running', running: true, missed_count: 1, actions: ['cancel', 'open_logs'] }];
    return [];
}
