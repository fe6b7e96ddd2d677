/**
 * From one day's events to what is drawn: cards, range chips for schedules that are frequent,
 * and stacks where one schedule fails faster than the eye can count.
 *
 * No failed, missed, late, running or change-pending occurrence ever goes into a range chip. Only among themselves
 * do those of one status stack, once they could not be told apart on screen: first those of one schedule, and where
 * even that leaves slivers too narrow to press, those of several. A stack keeps their status, stands out like one of
 * them, and says how many it holds.
 */

import { shownStatus, STATUSES, worst } from '../state/status.js';

/** @typedef {import('../types.js').CalendarEvent} CalendarEvent */
/** @typedef {import('../types.js').Status} Status */
/**
 * @typedef {object} Item
 * @property {'card'|'range'|'stack'} kind
 * @property {string} key
 * @property {Status} status
 * @property {CalendarEvent[]} events in time order, at least one
 */

/** A schedule with this many occurrences in a day is drawn as ranges. */
export const RANGE_FROM = 9;
/** So many breakouts of one schedule and status in one clock hour are still drawn one by one. */
export const STACK_ABOVE = 3;

/**
 * @param {CalendarEvent[]} events of one day
 * @param {number} now epoch milliseconds
 * @param {Set<number>} [crowded] wall hours in which single breakouts would be slivers: there they stack from two on
 * @param {Set<number>} [packed] wall hours in which even such stacks would be slivers: there schedules share a stack
 * @param {(event: CalendarEvent) => number} [passOf] the pass of a repeated hour that an event belongs to: what lies in it merges with nothing outside
 * @returns {Item[]}
 */
export function batch(events, now, crowded = new Set(), packed = new Set(), passOf = () => 0) {
    const ordered = [...events].sort((a, b) => a.scheduled_at_epoch - b.scheduled_at_epoch || (a.event_id < b.event_id ? -1 : 1));
    const ids = ordered.map((event) => `${event.source}|${event.source_ref}`);
    /** @type {Map<string, number>} */
    const perSchedule = new Map();
    for (const id of ids) perSchedule.set(id, (perSchedule.get(id) ?? 0) + 1);
    /** @type {Map<string, {event: CalendarEvent, status: Status}[]>} */
    const groups = new Map();
    ordered.forEach((event, i) => {
        const status = shownStatus(event, now);
        const frequent = (perSchedule.get(ids[i]) ?? 0) >= RANGE_FROM;
        const hour = Math.floor(event.minute_of_day / 60);
        const { breakout } = STATUSES[status];
        if (status === 'running' || !(frequent || (breakout && crowded.has(hour)))) {
            groups.set(event.event_id, [{ event, status }]);
            return;
        }
        // The offset keeps both passes of a repeated hour apart; the side keeps past and future apart.
        const span = `${hour}|${event.offset_seconds}|${passOf(event)}|${event.scheduled_at_epoch * 1000 < now ? 'past' : 'future'}`;
        const whose = breakout && packed.has(hour) ? 'several' : ids[i];
        const key = `${whose}|${span}|${breakout ? status : 'calm'}`;
        const group = groups.get(key);
        if (group) group.push({ event, status });
        else groups.set(key, [{ event, status }]);
    });
    /** @type {Item[]} */
    const items = [];
    for (const [key, group] of groups) {
        const breakout = STATUSES[group[0].status].breakout;
        const few = crowded.has(Math.floor(group[0].event.minute_of_day / 60)) ? 1 : STACK_ABOVE;
        if (group.length < 2 || (breakout && group.length <= few)) {
            for (const { event, status } of group) items.push({ kind: 'card', key: event.event_id, status, events: [event] });
        } else {
            items.push({
                kind: breakout ? 'stack' : 'range', key, status: worst(group.map((g) => g.status)),
                events: group.map((g) => g.event),
            });
        }
    }
    return items;
}
