import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayNote, holds, hourCells, oddities, offsetAt, pass, wallMinute } from '../../Public/layout/days.js';
import { autumnDay, lordHoweDay, plainDay, santiagoDay, santiagoSpring, springDay } from './fixtures.mjs';

test('the wall minute of an instant follows the clock change', () => {
    /** @type {[string, any, string, number][]} */
    const rows = [
        ['a plain noon', plainDay, '2026-03-25T17:00:00Z', 720],
        ['just before the gap', springDay, '2026-03-08T07:59:00Z', 119],
        ['just after the gap', springDay, '2026-03-08T08:00:00Z', 180],
        ['the first pass of the repeated hour', autumnDay, '2026-11-01T06:30:00Z', 90],
        ['the second pass of the repeated hour', autumnDay, '2026-11-01T07:30:00Z', 90],
        ['the evening of the long day', autumnDay, '2026-11-02T05:00:00Z', 1380],
        ['half past one for the second time on Lord Howe', lordHoweDay, '2026-04-04T15:00:00Z', 90],
    ];
    for (const [name, day, instant, minute] of rows) assert.equal(wallMinute(day, Date.parse(instant)), minute, name);
});

test('the offset at an instant is that of its side of the change', () => {
    assert.equal(offsetAt(springDay, Date.parse('2026-03-08T07:00:00Z')), -21_600);
    assert.equal(offsetAt(springDay, Date.parse('2026-03-08T09:00:00Z')), -18_000);
    assert.equal(offsetAt(autumnDay, Date.parse('2026-11-01T06:30:00Z')), -18_000);
    assert.equal(offsetAt(autumnDay, Date.parse('2026-11-01T07:30:00Z')), -21_600);
    assert.equal(offsetAt(lordHoweDay, Date.parse('2026-04-04T16:00:00Z')), 37_800);
});

test('the missing hour is a gap and the repeated hour has both its offsets', () => {
    assert.deepEqual(oddities(springDay), { gaps: [{ from: 120, to: 180 }], repeats: [] });
    assert.deepEqual(oddities(autumnDay), { gaps: [], repeats: [{ from: 60, to: 120, before: -18_000, after: -21_600 }] });
    assert.deepEqual(oddities(lordHoweDay).repeats, [{ from: 90, to: 120, before: 39_600, after: 37_800 }]);
    assert.deepEqual(oddities(santiagoDay).repeats, [{ from: 1380, to: 1440, before: -10_800, after: -14_400 }]);
    assert.deepEqual(oddities(santiagoSpring).gaps, [{ from: 0, to: 60 }]);
    assert.deepEqual(oddities(plainDay), { gaps: [], repeats: [] });
});

test('an occurrence in the repeated hour knows its pass', () => {
    assert.equal(pass(autumnDay, 90, -18_000), 1);
    assert.equal(pass(autumnDay, 90, -21_600), 2);
    assert.equal(pass(autumnDay, 120, -21_600), 0);
    assert.equal(pass(plainDay, 90, -18_000), 0);
});

test('a lane has a cell for every hour that passes', () => {
    assert.equal(hourCells(plainDay).length, 24);
    assert.equal(hourCells(springDay).length, 23);
    assert.equal(hourCells(autumnDay).length, 25);
    assert.equal(hourCells(lordHoweDay).length, 25);
    assert.deepEqual(hourCells(springDay).slice(0, 4).map((cell) => cell.minute), [0, 60, 180, 240]);
    assert.deepEqual(hourCells(autumnDay).slice(0, 4).map((cell) => cell.minute), [0, 60, 60, 120]);
});

test('the header says how long an odd day is', () => {
    assert.equal(dayNote(plainDay), '');
    assert.equal(dayNote(springDay), '23 h · clocks +1 h');
    assert.equal(dayNote(autumnDay), '25 h · clocks −1 h');
    assert.equal(dayNote(lordHoweDay), '24.5 h · clocks −30 min');
});

test('a day holds its first instant and not its last', () => {
    assert.equal(holds(plainDay, Date.parse(plainDay.start_utc)), true);
    assert.equal(holds(plainDay, Date.parse(plainDay.end_utc)), false);
});
