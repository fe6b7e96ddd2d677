/** Days and events for the page's unit tests; instants are real, so that the zone data they imply can be checked by hand. */

const HOUR = 3_600_000;

/** A plain day in Chicago (UTC−5). */
export const plainDay = {
    date: '2026-03-25', start_utc: '2026-03-25T05:00:00Z', end_utc: '2026-03-26T05:00:00Z', hours: 24, weekday: 3, transitions: [],
};

/** Chicago springs forward: 02:00 becomes 03:00. */
export const springDay = {
    date: '2026-03-08', start_utc: '2026-03-08T06:00:00Z', end_utc: '2026-03-09T05:00:00Z', hours: 23, weekday: 0,
    transitions: [{ at_utc: '2026-03-08T08:00:00Z', offset_before_seconds: -21_600, offset_after_seconds: -18_000, local_before: '02:00', local_after: '03:00' }],
};

/** Chicago falls back: 02:00 becomes 01:00. */
export const autumnDay = {
    date: '2026-11-01', start_utc: '2026-11-01T05:00:00Z', end_utc: '2026-11-02T06:00:00Z', hours: 25, weekday: 0,
    transitions: [{ at_utc: '2026-11-01T07:00:00Z', offset_before_seconds: -18_000, offset_after_seconds: -21_600, local_before: '02:00', local_after: '01:00' }],
};

/** Lord Howe Island falls back by half an hour: 02:00 becomes 01:30. */
export const lordHoweDay = {
    date: '2026-04-05', start_utc: '2026-04-04T13:00:00Z', end_utc: '2026-04-05T13:30:00Z', hours: 24.5, weekday: 0,
    transitions: [{ at_utc: '2026-04-04T15:00:00Z', offset_before_seconds: 39_600, offset_after_seconds: 37_800, local_before: '02:00', local_after: '01:30' }],
};

/** Santiago falls back at midnight: 24:00 becomes 23:00. */
export const santiagoDay = {
    date: '2026-04-04', start_utc: '2026-04-04T03:00:00Z', end_utc: '2026-04-05T04:00:00Z', hours: 25, weekday: 6,
    transitions: [{ at_utc: '2026-04-05T03:00:00Z', offset_before_seconds: -10_800, offset_after_seconds: -14_400, local_before: '00:00', local_after: '23:00' }],
};

/** Santiago springs forward at midnight: the day begins at 01:00. */
export const santiagoSpring = {
    date: '2026-09-06', start_utc: '2026-09-06T04:00:00Z', end_utc: '2026-09-07T03:00:00Z', hours: 23, weekday: 0,
    transitions: [{ at_utc: '2026-09-06T04:00:00Z', offset_before_seconds: -14_400, offset_after_seconds: -10_800, local_before: '00:00', local_after: '01:00' }],
};

/** @param {Partial<Record<string, unknown>> & {minute: number}} given an event of `plainDay` at a wall minute */
export function event({ minute, ref = 'job', source = 'cron', status = 'scheduled', ...rest }) {
    const epoch = Date.parse(plainDay.start_utc) / 1000 + minute * 60;
    return {
        event_id: `${source}|${ref}|${epoch}`, source, source_ref: ref, owner_id: 'ops', title: String(ref), category: 'normal', color_key: 'cron', status, running: status === 'running',
        scheduled_at_utc: new Date(epoch * 1000).toISOString(), scheduled_at_local: '2026-03-25T00:00:00-05:00', scheduled_at_epoch: epoch, timezone_display: 'America/Chicago',
        always_running: false, actions: [], version: 1, day: plainDay.date, minute_of_day: minute, offset_seconds: -18_000, schedule_in_words: 'at times', job_state: 'active', missed_count: 1, ...rest,
    };
}

/** A generator of the same numbers for the same seed (mulberry32). @param {number} seed */
export function random(seed) {
    let state = seed >>> 0;
    return () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let t = state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
    };
}

/** The seed of this run: given by SEED, or of the day; a failing property prints it. */
export const seed = Number(process.env.SEED ?? Math.floor(Date.now() / (24 * HOUR)));
