import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedFields, compare, valueWords } from '../../Public/state/changes.js';
import { foresee } from '../../Public/state/optimism.js';
import { dateIn, score, suggest } from '../../Public/state/palette.js';
import { overruns, shownStatus } from '../../Public/state/status.js';
import { event } from './fixtures.mjs';

const today = '2026-03-25';
/** @param {string} ref @param {string} title @param {object} [rest] */
function schedule(ref, title, rest = {}) {
    return /** @type {any} */ ({ source: 'cron', source_ref: ref, title, owner_id: 'ops', words: 'every day', event_id: `cron|${ref}|1`, actions: ['run_now', 'pause', 'open_logs'], ...rest });
}
const known = {
    schedules: [schedule('db', 'Database backup'), schedule('verify', 'Backup restore test'), schedule('old', 'Old backup', { actions: ['enable'] })],
    commands: [{ id: 'week', label: 'Week view', keys: 'w', icon: 'almanac' }, { id: 'settings', label: 'Settings', keys: '', icon: 'settings' }], today,
};

test('words name dates', () => {
    for (const [text, date] of Object.entries({
        today: '2026-03-25', tomorrow: '2026-03-26', yesterday: '2026-03-24', friday: '2026-03-27', fri: '2026-03-27', wednesday: '2026-03-25', 'next wednesday': '2026-04-01',
        'last friday': '2026-03-20', 'next week': '2026-04-01', '2026-03-08': '2026-03-08', '8 march': '2026-03-08', 'mar 8': '2026-03-08', '8 mar 2027': '2027-03-08', 'go to friday': '2026-03-27',
    })) assert.equal(dateIn(text, today), date, text);
    for (const text of ['', 'ba', 'backup', '2026-02-30', '31 feb', '40 march', 'march']) assert.equal(dateIn(text, today), null, text);
});

test('a start beats the start of a word, that beats the middle, that beats scattered letters', () => {
    const ranks = [score('data', 'Database backup'), score('back', 'Database backup'), score('base', 'Database backup'), score('dbk', 'Database backup'), score('xyz', 'Database backup')];
    assert.deepEqual(ranks, [...ranks].sort((a, b) => b - a));
    assert.equal(ranks[4], 0);
    assert.ok(ranks[3] > 0);
});

test('a name finds its schedules, the best first', () => {
    assert.deepEqual(suggest('backup', known).map((offer) => offer.label), ['Backup restore test', 'Database backup', 'Old backup']);
});

test('a verb offers what may be done, and only where it may', () => {
    const offers = suggest('run backup', known).filter((offer) => offer.kind === 'action');
    assert.deepEqual(offers.map((offer) => [offer.value.action, offer.value.schedule.source_ref]), [['run_now', 'verify'], ['run_now', 'db']]);
    assert.equal(suggest('enable backup', known)[0].value.schedule.source_ref, 'old');
});

test('nothing typed offers the commands, a date goes first, many words offer a new schedule last', () => {
    assert.deepEqual(suggest('', known).map((offer) => offer.kind), ['command', 'command']);
    assert.equal(suggest('friday', known)[0].value, '2026-03-27');
    const offers = suggest('every weekday at nine run ./report.sh', known);
    assert.deepEqual([offers.at(-1).kind, offers.at(-1).value], ['words', 'every weekday at nine run ./report.sh']);
});

test('a pause shows at once on what is to come and leaves the past alone', () => {
    const past = event({ minute: 60, status: 'success', actions: ['pause'] }), next = event({ minute: 600, actions: ['pause', 'run_now'] }), other = event({ minute: 600, ref: 'other' });
    const now = next.scheduled_at_epoch * 1000 - 1;
    const changed = foresee(/** @type {any} */ (next), /** @type {any} */ ([past, next, other]), 'pause', now);
    assert.deepEqual(changed.map((one) => [one.source_ref, one.status, one.job_state]), [['job', 'success', 'paused'], ['job', 'paused', 'paused']]);
    assert.deepEqual(changed[1].actions, ['resume', 'run_now']);
    const back = foresee(changed[1], changed, 'resume', now);
    assert.deepEqual(back.map((one) => one.status), ['success', 'scheduled']);
    assert.deepEqual(foresee(/** @type {any} */ (next), /** @type {any} */ ([next]), 'open_logs', now), []);
    assert.equal(foresee(/** @type {any} */ (event({ minute: 1, status: 'running' })), [], 'cancel', now)[0].status, 'cancelled');
});

test('late and overdue are the server\'s word where it gives one', () => {
    const one = /** @type {any} */ (event({ minute: 600 }));
    const at = one.scheduled_at_epoch * 1000;
    assert.equal(shownStatus({ ...one, late: true }, at - 1), 'late');
    assert.equal(shownStatus(one, at + 16_000), 'late');
    const running = { ...one, running: true, duration_hint_seconds: 60, run: { started_at: new Date(at).toISOString() } };
    assert.equal(overruns(running, at + 90_000), false);
    assert.equal(overruns(running, at + 121_000), true);
    assert.equal(overruns({ ...running, overrunning: false }, at + 999_000), false);
});

test('what differs is told, the telling members first and bookkeeping never', () => {
    const fields = changedFields({ env: {}, cron_expr: '0 9 * * *', version: 1, title: 'A' }, { env: { A: '1' }, cron_expr: '30 9 * * *', version: 2, title: 'A' });
    assert.deepEqual(fields.map((field) => field.name), ['cron_expr', 'env']);
    assert.equal(valueWords(null), 'none');
    assert.equal(valueWords({ start: '08:00', end: '18:00' }), 'start 08:00, end 18:00');
    assert.equal(valueWords([]), 'none');
    assert.equal(valueWords(false), 'no');
});

test('of the next occurrences before and after, those are marked that the other side lacks, and none is told that can not be compared', () => {
    for (const [times, others, shown, lacking] of [
        [[1, 2, 3, 4, 5], [2, 3, 4, 5, 6], [1, 2, 3, 4, 5], [1]],
        // The sixth was there before, too: only five are told.
        [[2, 3, 4, 5, 6], [1, 2, 3, 4, 5], [2, 3, 4, 5], []],
        [[10, 20, 30, 40, 50], [15, 25, 35, 45, 55], [10, 20, 30, 40, 50], [10, 20, 30, 40, 50]],
        [[15, 25, 35, 45, 55], [10, 20, 30, 40, 50], [15, 25, 35, 45], [15, 25, 35, 45]],
        // Far more often than before: the old ones all lie behind the new ones that are told.
        [[24, 48, 72, 96, 120], [1, 2, 3, 4, 5], [24, 48, 72, 96, 120], []],
        [[1, 2, 3, 4, 5], [24, 48, 72, 96, 120], [1, 2, 3, 4, 5], [1, 2, 3, 4, 5]],
        // Fewer than five are all that there are.
        [[9], [12], [9], [9]], [[12], [9], [12], [12]], [[1, 2], [], [1, 2], [1, 2]], [[], [1, 2], [], []],
    ]) assert.deepEqual(compare(times, others), { shown, lacking }, `${times} against ${others}`);
});
