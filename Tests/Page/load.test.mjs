import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadOf, loadWords } from '../../Public/layout/load.js';
import { cut } from '../../Public/layout/list.js';
import { together } from '../../Public/layout/lanes.js';
import { batch } from '../../Public/layout/batches.js';
import { autumnDay, event, plainDay, springDay } from './fixtures.mjs';

const evening = Date.parse(plainDay.end_utc) - 1;
/** @param {object} counts @param {number} index */
function hour(counts, index = 4) {
    return { start_utc: '', day: plainDay.date, hour_index: index, ...counts };
}

test('the strip has a bar for every hour that passes, high where much falls due', () => {
    const events = [...Array.from({ length: 4 }, (_, i) => event({ minute: 540 + i, ref: `r${i}`, status: 'success' })), event({ minute: 600, status: 'success' })];
    const bars = loadOf(/** @type {any} */ (plainDay), events, [], evening);
    assert.equal(bars.length, 24);
    assert.deepEqual([bars[9].n, bars[9].high, bars[10].high, bars[11].high], [4, 1, 0.25, 0]);
    assert.equal(loadOf(/** @type {any} */ (springDay), [], [], evening).length, 23);
    assert.equal(loadOf(/** @type {any} */ (autumnDay), [], [], evening).length, 25);
});

test('trouble marks its hour, also that of a lane', () => {
    const events = [event({ minute: 540, status: 'failed' }), event({ minute: 541, ref: 'b', status: 'success' }), event({ minute: 660, status: 'missed' })];
    const bars = loadOf(/** @type {any} */ (plainDay), events, /** @type {any} */ ([{ hours: [hour({ success: 11, failed: 1 })] }]), evening);
    assert.deepEqual([bars[9].mark, bars[11].mark, bars[4].mark, bars[5].mark], ['failed', 'missed', 'failed', 'calm']);
    assert.equal(bars[4].n, 0, 'a lane says nothing about how busy an hour is');
    assert.equal(loadWords(bars, false), '3 occurrences, most at 09:00, trouble at 04:00, 09:00, 11:00');
    assert.equal(loadWords(loadOf(/** @type {any} */ (plainDay), [], [], evening), false), 'nothing');
});

test('all lanes as one add up hour by hour', () => {
    const sum = together(/** @type {any} */ ([{ hours: [hour({ success: 2 }), hour({ failed: 1 }, 5)] }, { hours: [hour({ success: 3, missed: 1 })] }]));
    assert.deepEqual(sum.hours.map(({ hour_index, success, failed, missed }) => [hour_index, success, failed, missed]), [[4, 5, 0, 1], [5, 0, 1, 0]]);
});

test('a list is cut where it is calm', () => {
    const events = Array.from({ length: 10 }, (_, i) => event({ minute: i * 60, ref: `r${i}`, status: i === 9 ? 'failed' : 'success' }));
    const { kept, left } = cut(batch(events, evening), 4);
    assert.deepEqual(kept.map((item) => item.events[0].source_ref), ['r0', 'r1', 'r2', 'r9']);
    assert.equal(left, 6);
});
