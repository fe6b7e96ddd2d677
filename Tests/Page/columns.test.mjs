import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrange } from '../../Public/layout/columns.js';
import { random, seed } from './fixtures.mjs';

/** @param {string} key @param {number} start @param {number} end @param {object} [rest] */
function box(key, start, end, rest = {}) {
    return { key, start, end, severity: 9, breakout: false, ...rest };
}

/** @param {import('../../Public/layout/columns.js').Place} place */
function extent(place) {
    return [place.base + place.share * place.left, place.base + place.share * (place.left + place.width)];
}

test('boxes that do not touch take the whole width', () => {
    const { places, more } = arrange([box('a', 0, 30), box('b', 30, 60)], 4);
    assert.deepEqual(extent(places.get('a')), [0, 1]);
    assert.deepEqual(extent(places.get('b')), [0, 1]);
    assert.deepEqual(more, []);
});

test('two that overlap stand side by side in order of time', () => {
    const { places } = arrange([box('late', 10, 40), box('early', 0, 30)], 4);
    assert.deepEqual(extent(places.get('early')), [0, 0.5]);
    assert.deepEqual(extent(places.get('late')), [0.5, 1]);
});

test('a box spreads over the columns that are free beside it', () => {
    const { places } = arrange([box('long', 0, 90), box('one', 0, 20), box('two', 0, 20), box('after', 40, 60)], 4);
    const [left, right] = extent(places.get('after'));
    assert.ok(Math.abs(left - 1 / 3) < 1e-9 && Math.abs(right - 1) < 1e-9);
});

test('what does not fit waits behind a +n, calmest first', () => {
    const boxes = [box('ok1', 0, 30), box('ok2', 0, 30), box('skipped', 0, 30, { severity: 6 }), box('paused', 5, 30, { severity: 7 })];
    const { places, more } = arrange(boxes, 2);
    assert.deepEqual([...places.keys()].sort(), ['paused', 'skipped']);
    assert.deepEqual(more.map((m) => m.keys), [['ok1', 'ok2']]);
    assert.ok([...places.values()].every((place) => place.beside));
});

test('breakouts are all shown however many there are', () => {
    const boxes = Array.from({ length: 9 }, (_, i) => box(`failed${i}`, 0, 30, { severity: 0, breakout: true }));
    const { places, more } = arrange([...boxes, box('calm', 0, 30)], 4);
    assert.equal(places.size, 9);
    assert.deepEqual(more.map((m) => m.keys), [['calm']]);
});

test('both passes of a repeated hour keep to their own half', () => {
    const { places } = arrange([
        box('first', 65, 95, { pass: 1 }), box('second', 65, 95, { pass: 2 }), box('before', 50, 80), box('after', 90, 118, { pass: 2 }), box('next', 110, 140),
    ], 4);
    for (const key of ['before', 'first']) assert.ok(extent(places.get(key))[1] <= 0.5, key);
    for (const key of ['second', 'after', 'next']) assert.ok(extent(places.get(key))[0] >= 0.5, key);
});

test('over any day no two cards overlap, none is lost, no breakout is hidden', () => {
    const next = random(seed);
    for (let round = 0; round < 300; round += 1) {
        const boxes = Array.from({ length: Math.floor(next() * 40) }, (_, i) => {
            const start = Math.floor(next() * 1410), breakout = next() < 0.2;
            return box(`b${i}`, start, Math.min(1440, start + 10 + Math.floor(next() * 120)), {
                severity: breakout ? 0 : 5 + Math.floor(next() * 5), breakout, pass: start >= 60 && start < 120 ? (next() < 0.5 ? 1 : 2) : 0,
            });
        });
        const limit = 2 + Math.floor(next() * 7);
        const { places, more } = arrange(boxes, limit);
        const hidden = more.flatMap((m) => m.keys);
        const where = `seed ${seed}, round ${round}`;
        assert.deepEqual([...places.keys(), ...hidden].sort(), boxes.map((b) => b.key).sort(), where);
        for (const b of boxes) if (b.breakout) assert.ok(places.has(b.key), `${where}: ${b.key} is hidden`);
        const shown = boxes.filter((b) => places.has(b.key));
        for (const a of shown) {
            for (const b of shown) {
                if (a.key >= b.key || a.start >= b.end || b.start >= a.end) continue;
                const [al, ar] = extent(places.get(a.key)), [bl, br] = extent(places.get(b.key));
                assert.ok(ar <= bl + 1e-9 || br <= al + 1e-9, `${where}: ${a.key} and ${b.key} overlap`);
            }
        }
        for (const m of more) {
            for (const b of shown) {
                const place = places.get(b.key);
                if (b.start < m.end && m.start < b.end && place.base + place.share === m.right) assert.ok(place.beside, `${where}: no room for +n beside ${b.key}`);
            }
        }
    }
});
