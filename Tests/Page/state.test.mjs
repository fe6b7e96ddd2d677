import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ServerClock } from '../../Public/state/clock.js';
import { matcher } from '../../Public/state/filter.js';
import { DEFAULTS, loadPreferences, parsePreferences, savePreferences } from '../../Public/state/preferences.js';
import { formatRoute, isDate, parseRoute } from '../../Public/state/route.js';
import { addDays, clock, clockOf, dateRange, duration, longDay, offset, relative } from '../../Public/state/words.js';

test('a route survives the address bar', () => {
    for (const route of [
        { view: 'week', date: null, source: 'all', search: '', event: null },
        { view: 'day', date: '2026-03-08', source: 'cron', search: 'back up & go', event: 'cron|a/b|1774429200' },
        { view: 'list', date: null, source: 'heartbeat', search: '', event: null },
    ]) assert.deepEqual(parseRoute(formatRoute(/** @type {any} */ (route))), route);
});

test('a route that makes no sense falls back to the defaults', () => {
    assert.deepEqual(parseRoute('?view=month&date=2026-02-30&source=mail'), { view: 'week', date: null, source: 'all', search: '', event: null });
    assert.equal(parseRoute('', { view: 'day' }).view, 'day');
});

test('only real dates are dates', () => {
    assert.equal(isDate('2026-02-28'), true);
    for (const text of ['2026-02-29', '2026-13-01', '26-01-01', '']) assert.equal(isDate(text), false, text);
});

test('spoilt preferences are as good as none', () => {
    assert.deepEqual(parsePreferences('{'), DEFAULTS);
    assert.deepEqual(parsePreferences('null'), DEFAULTS);
    assert.deepEqual(parsePreferences('{"view":"month","theme":"dark"}'), { ...DEFAULTS, theme: 'dark' });
});

test('preferences come back from storage, and storage that refuses costs nothing else', () => {
    const kept = new Map();
    const storage = /** @type {any} */ ({ getItem: (/** @type {string} */ k) => kept.get(k) ?? null, setItem: (/** @type {string} */ k, /** @type {string} */ v) => kept.set(k, v) });
    savePreferences(storage, { ...DEFAULTS, density: 'compact' });
    assert.equal(loadPreferences(storage).density, 'compact');
    const broken = /** @type {any} */ ({ getItem() { throw new Error('no'); }, setItem() { throw new Error('no'); } });
    savePreferences(broken, DEFAULTS);
    assert.deepEqual(loadPreferences(broken), DEFAULTS);
});

test('the filter looks at source and every word', () => {
    const one = { source: 'cron', title: 'Back up database', owner_id: 'data', source_ref: 'backup-db', status: 'failed' };
    assert.equal(matcher({ source: 'all', search: '' })(one), true);
    assert.equal(matcher({ source: 'heartbeat', search: '' })(one), false);
    assert.equal(matcher({ source: 'cron', search: 'DATA failed' })(one), true);
    assert.equal(matcher({ source: 'cron', search: 'data success' })(one), false);
});

test('the clock follows the server, whatever the device thinks', () => {
    const server = new ServerClock(() => 1000);
    server.correct('2026-03-25T15:00:00Z');
    assert.equal(server.now(), Date.parse('2026-03-25T15:00:00Z'));
    server.correct(undefined);
    assert.equal(server.now(), Date.parse('2026-03-25T15:00:00Z'));
});

test('days, times and spans in words', () => {
    assert.equal(addDays('2026-02-28', 1), '2026-03-01');
    assert.equal(addDays('2026-03-08', -7), '2026-03-01');
    assert.equal(longDay('2026-03-25'), 'Wednesday 25 March 2026');
    assert.equal(dateRange('2026-03-22', '2026-03-28'), '22 – 28 March 2026');
    assert.equal(dateRange('2026-03-29', '2026-04-04'), '29 Mar – 4 Apr 2026');
    assert.equal(dateRange('2025-12-28', '2026-01-03'), '28 Dec 2025 – 3 Jan 2026');
    assert.equal(clock(545), '09:05');
    assert.equal(clock(785, true), '1:05 pm');
    assert.equal(clock(0, true), '12:00 am');
    assert.equal(clockOf('2026-03-25T09:05:30-05:00'), '09:05:30');
    assert.equal(offset(-18_000), 'UTC−5');
    assert.equal(offset(37_800), 'UTC+10:30');
    for (const [ms, text] of /** @type {[number, string][]} */ ([[340, '340 ms'], [2400, '2.4 s'], [45_000, '45 s'], [185_000, '3 min 5 s'], [7_980_000, '2 h 13 min'], [273_600_000, '3 d 4 h'], [59_600, '1 min']])) {
        assert.equal(duration(ms), text);
    }
    assert.equal(relative(240_000, 0), 'in 4 min');
    assert.equal(relative(-7_980_000, 0), '2 h 13 min ago');
    assert.equal(relative(500, 0), 'just now');
});
