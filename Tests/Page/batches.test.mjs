import assert from 'node:assert/strict';
import { test } from 'node:test';
import { batch } from '../../Public/layout/batches.js';
import { byHour } from '../../Public/layout/list.js';
import { event, plainDay, random, seed } from './fixtures.mjs';

const midnight = Date.parse(plainDay.start_utc);
/** @param {number} minute */
const at = (minute) => midnight + minute * 60_000;

/** Every ten minutes from 9:00, twelve times. @param {(i: number) => string} status */
function frequent(status) {
    return Array.from({ length: 12 }, (_, i) => event({ minute: 540 + i * 10, ref: 'often', status: status(i) }));
}

test('a schedule with eight or fewer a day keeps a card for each', () => {
    const items = batch(Array.from({ length: 8 }, (_, i) => event({ minute: 540 + i * 5 })), at(0));
    assert.equal(items.length, 8);
    assert.ok(items.every((item) => item.kind === 'card'));
});

test('nine or more a day merge into one range for each clock hour', () => {
    const items = batch(frequent(() => 'scheduled'), at(0));
    assert.deepEqual(items.map((item) => [item.kind, item.events.length]), [['range', 6], ['range', 6]]);
});

test('an hour with one occurrence stays a card', () => {
    const items = batch(Array.from({ length: 9 }, (_, i) => event({ minute: 540 + i * 60 })), at(0));
    assert.ok(items.every((item) => item.kind === 'card'));
});

test('nothing merges across the now line', () => {
    const items = batch(frequent((i) => (i < 3 ? 'success' : 'scheduled')), at(569));
    assert.deepEqual(items.filter((item) => item.kind === 'range').map((item) => [item.status, item.events.length]), [['success', 3], ['scheduled', 3], ['scheduled', 6]]);
});

test('a failure inside a range stands beside it as a card of its own', () => {
    const items = batch(frequent((i) => (i === 2 ? 'failed' : 'success')), at(1400));
    assert.deepEqual(items.map((item) => [item.kind, item.status, item.events.length]).sort(), [['card', 'failed', 1], ['range', 'success', 5], ['range', 'success', 6]].sort());
});

test('a range says the worst of what it holds', () => {
    const items = batch(frequent((i) => (i === 1 ? 'skipped' : 'success')), at(1400));
    assert.equal(items.find((item) => item.events.some((e) => e.minute_of_day === 550)).status, 'skipped');
});

test('failures that could not be told apart stack, and keep their status', () => {
    const many = Array.from({ length: 60 }, (_, i) => event({ minute: 600 + i * 0.5, ref: 'broken', status: 'failed' }));
    assert.deepEqual(batch(many, at(1400)).map((item) => [item.kind, item.status, item.events.length]), [['stack', 'failed', 60]]);
});

test('in a crowded hour breakouts of one schedule and status stack from two on', () => {
    const events = [0, 5].flatMap((minute) => ['a', 'b'].map((ref) => event({ minute: 600 + minute, ref, status: 'failed' })));
    events.push(event({ minute: 601, ref: 'a', status: 'missed' }), event({ minute: 660, ref: 'a', status: 'failed' }));
    assert.equal(batch(events, at(1400)).length, 6);
    assert.deepEqual(batch(events, at(1400), new Set([10])).map((item) => [item.kind, item.status, item.events.length]), [['stack', 'failed', 2], ['stack', 'failed', 2], ['card', 'missed', 1], ['card', 'failed', 1]]);
});

test('in a packed hour several schedules share a stack of one status', () => {
    const events = ['a', 'b', 'c'].flatMap((ref) => [event({ minute: 600, ref, status: 'missed' }), event({ minute: 602, ref, status: 'failed' })]);
    const hour = new Set([10]);
    assert.deepEqual(batch(events, at(1400), hour, hour).map((item) => [item.kind, item.status, item.events.length]), [['stack', 'missed', 3], ['stack', 'failed', 3]]);
});

test('a running occurrence never merges', () => {
    const many = Array.from({ length: 20 }, (_, i) => event({ minute: 600 + i, ref: 'broken', status: 'running' }));
    assert.equal(batch(many, at(610)).length, 20);
});

test('an occurrence whose time has passed without a start is late', () => {
    assert.equal(batch([event({ minute: 600 })], at(601))[0].status, 'late');
    assert.equal(batch([event({ minute: 600 })], at(600))[0].status, 'scheduled');
});

test('no breakout hides in a range, and no occurrence is lost', () => {
    const next = random(seed);
    const statuses = ['scheduled', 'success', 'failed', 'missed', 'running', 'skipped', 'paused', 'cancelled', 'disabled'];
    for (let round = 0; round < 200; round += 1) {
        const events = Array.from({ length: Math.floor(next() * 60) }, (_, i) => event({
            minute: Math.floor(next() * 1440) + i / 1000, ref: `r${Math.floor(next() * 4)}`, status: statuses[Math.floor(next() * statuses.length)],
        }));
        const items = batch(events, at(Math.floor(next() * 1440)));
        assert.equal(items.reduce((sum, item) => sum + item.events.length, 0), events.length, `seed ${seed}, round ${round}`);
        for (const item of items.filter((candidate) => candidate.kind === 'range')) {
            assert.ok(item.events.every((e) => !['failed', 'missed', 'running'].includes(e.status)), `seed ${seed}, round ${round}`);
        }
        for (const item of items.filter((candidate) => candidate.kind === 'stack')) {
            assert.ok(new Set(item.events.map((e) => `${e.source_ref} ${e.status === 'scheduled' ? 'late' : e.status}`)).size === 1, `seed ${seed}, round ${round}`);
        }
    }
});

test('a long list is cut, says so, and never cuts a failure', () => {
    const events = Array.from({ length: 80 }, (_, i) => event({ minute: i * 15, ref: `r${i}`, status: i === 79 ? 'failed' : 'success' }));
    const { groups, cut } = byHour(batch(events, at(1439)), 50);
    const shown = groups.flatMap((group) => group.rows.map((row) => row.item));
    assert.equal(shown.length, 50);
    assert.equal(cut, 30);
    assert.ok(shown.some((item) => item.status === 'failed'));
});

test('what a proposal would bring stands in the list in order of time, is never cut, and has an hour where there was none', () => {
    const day = Date.parse(plainDay.start_utc);
    const ghost = (/** @type {number} */ minute, offset = -18_000) => ({ at: day + minute * 60_000, day: plainDay.date, minute, offset, title: 'Ghost' });
    const events = [event({ minute: 540, ref: 'a' }), event({ minute: 570, ref: 'b' }), event({ minute: 700, ref: 'c' })];
    const told = (/** @type {ReturnType<typeof byHour>} */ { groups }) => groups.map(({ hour, rows }) => [hour, rows.map(({ minute, item, ghost }) => `${minute} ${item?.events[0].source_ref ?? ghost?.title}`)]);
    const items = batch(events, at(0));
    assert.deepEqual(told(byHour(items, 50, [ghost(600), ghost(540), ghost(555)])), [
        [9, ['540 a', '540 Ghost', '555 Ghost', '570 b']], [10, ['600 Ghost']], [11, ['700 c']],
    ]);
    const cut = byHour(items, 1, [ghost(720), ghost(60)]);
    assert.deepEqual(told(cut), [[1, ['60 Ghost']], [9, ['540 a']], [12, ['720 Ghost']]]);
    assert.equal(cut.cut, 2);
    assert.deepEqual(told(byHour([], 50, [ghost(60), ghost(60, -21_600)])), [[1, ['60 Ghost']], [1, ['60 Ghost']]], 'both passes of a repeated hour stand apart');
});
