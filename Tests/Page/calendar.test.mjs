import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cells, hourTally, tally } from '../../Public/layout/lanes.js';
import { Calendar } from '../../Public/state/calendar.js';
import { event, plainDay } from './fixtures.mjs';

function lane() {
    return {
        source: 'cron', source_ref: 'probe', owner_id: 'ops', title: 'Probe', category: 'normal', state: 'active', schedule_in_words: 'every 5 minutes', every_seconds: 300,
        next_due_utc: '2026-03-25T15:05:00Z', next_due_local: null, status: 'success', running: false, last_run: null, event_id: 'cron|probe|1', actions: [],
        hours: [{ start_utc: '2026-03-25T15:00:00Z', day: plainDay.date, hour_index: 10, scheduled: 11, success: 1, failed: 0, missed: 0, running: 0, skipped: 0 }],
    };
}

/** @param {object[]} events */
function loaded(events = []) {
    const calendar = new Calendar();
    calendar.load(/** @type {any} */ ({
        timezone: 'America/Chicago', view: 'day', days: [plainDay], events, always_running: [lane()], stasis_queue: [], outages: [], legend: [], stats: {}, settings: {}, last_seq: 10,
        start_utc: plainDay.start_utc, end_utc: plainDay.end_utc, now_utc: '2026-03-25T15:05:00Z',
    }));
    return calendar;
}

/** @param {number} seq @param {string} type @param {object} payload @param {string} [ref] */
function envelope(seq, type, payload, ref = 'job') {
    return /** @type {any} */ ({ seq, event_type: type, source: 'cron', source_ref: ref, owner_id: 'ops', occurred_at_utc: '2026-03-25T15:05:00Z', payload });
}

test('an envelope replaces the one card that it carries', () => {
    const before = event({ minute: 600 });
    const calendar = loaded([before]);
    const change = calendar.apply(envelope(11, 'cron_run_completed', { event: { ...before, status: 'success' } }));
    assert.deepEqual([...change.days], [plainDay.date]);
    assert.equal(change.refetch, false);
    assert.equal(calendar.events.get(before.event_id)?.status, 'success');
});

test('an envelope that the feed already includes changes nothing', () => {
    const before = event({ minute: 600 });
    const calendar = loaded([before]);
    const change = calendar.apply(envelope(10, 'cron_run_completed', { event: { ...before, status: 'failed' } }));
    assert.equal(change.days.size, 0);
    assert.equal(calendar.events.get(before.event_id)?.status, 'scheduled');
});

test('a position that was skipped asks for a refetch', () => {
    assert.equal(loaded().apply(envelope(13, 'cron_run_completed', {})).refetch, true);
    assert.equal(loaded().apply(envelope(11, 'cron_run_completed', {})).refetch, false);
});

test('an event outside the window is ignored', () => {
    const calendar = loaded();
    const change = calendar.apply(envelope(11, 'cron_run_completed', { event: event({ minute: 600, day: '2026-04-01' }) }));
    assert.equal(change.days.size, 0);
    assert.equal(calendar.events.size, 0);
});

test('an event told in another zone lands on the wall clock of the window', () => {
    const calendar = loaded();
    const told = { ...event({ minute: 600 }), timezone_display: 'Asia/Tokyo', day: '2026-03-26', minute_of_day: 0, offset_seconds: 32_400, scheduled_at_local: '2026-03-26T00:00:00+09:00' };
    calendar.apply(envelope(11, 'cron_run_completed', { event: told }));
    const placed = calendar.events.get(told.event_id);
    assert.deepEqual([placed.day, placed.minute_of_day, placed.offset_seconds, placed.scheduled_at_local], ['2026-03-25', 600, -18_000, '2026-03-25T10:00:00']);
});

test('what can move many cards asks for a refetch', () => {
    for (const type of ['cron_job_created', 'cron_job_updated', 'cron_job_deleted', 'scheduler_started', 'stasis_resolved', 'cron_missed', 'change_applied']) {
        assert.equal(loaded().apply(envelope(11, type, {})).refetch, true, type);
    }
});

test('a lane counts its runs once and moves its next time on', () => {
    const calendar = loaded();
    const run = { run_id: 'r1', status: 'running', scheduled_at: '2026-03-25T15:05:00Z', started_at: '2026-03-25T15:05:00Z', finished_at: null, duration_ms: null, exit_code: null, error: null, output_preview: null, attempt: 1 };
    calendar.apply(envelope(11, 'cron_run_started', { run }, 'probe'));
    const hour = calendar.lanes.get('cron|probe').hours[0];
    assert.deepEqual([hour.scheduled, hour.running, hour.success], [10, 1, 1]);
    const done = envelope(12, 'cron_run_completed', { run: { ...run, status: 'success', duration_ms: 40 } }, 'probe');
    calendar.apply(done);
    calendar.apply(done);
    assert.deepEqual([hour.scheduled, hour.running, hour.success], [10, 0, 2]);
    assert.equal(calendar.lanes.get('cron|probe').next_due_utc, '2026-03-25T15:10:00.000Z');
    assert.equal(calendar.lanes.get('cron|probe').last_run.run_id, 'r1');
});

test('a success of a lane leaves no card behind, a failure does', () => {
    const calendar = loaded();
    const running = event({ minute: 600, ref: 'probe', status: 'running', always_running: true });
    calendar.apply(envelope(11, 'cron_run_started', { event: running }, 'probe'));
    assert.equal(calendar.events.size, 1);
    calendar.apply(envelope(12, 'cron_run_completed', { event: { ...running, status: 'success', running: false } }, 'probe'));
    assert.equal(calendar.events.size, 0);
    calendar.apply(envelope(13, 'cron_run_failed', { event: { ...running, status: 'failed', running: false } }, 'probe'));
    assert.equal(calendar.events.size, 1);
});

test('a lane cell shows the worst of its hour and how busy it was', () => {
    const one = lane();
    one.hours = [
        { start_utc: '01', day: plainDay.date, hour_index: 1, success: 12 }, { start_utc: '02', day: plainDay.date, hour_index: 2, success: 11, failed: 1 },
        { start_utc: '03', day: plainDay.date, hour_index: 3, success: 3 }, { start_utc: '04', day: plainDay.date, hour_index: 4, missed: 6 },
        { start_utc: '05', day: plainDay.date, hour_index: 5, missed: 1 },
    ];
    const row = cells(/** @type {any} */ (one), [plainDay])[0];
    assert.equal(row.length, 24);
    assert.deepEqual(row.slice(0, 5).map((cell) => [cell.mark, cell.shade]), [['none', 0], ['success', 3], ['failed', 3], ['success', 1], ['missed', 2]]);
    // Trouble of one hour alone is told with its time.
    assert.equal(tally(/** @type {any} */ (one), (utc) => `${utc}:00`), '26 of 34 ok, 1 failed at 02:00, 7 missed');
    assert.equal(hourTally(row[2].hour), '1 failed, 11 ok');
});
