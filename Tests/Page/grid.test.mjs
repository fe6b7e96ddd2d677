import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hoursToFold, makeAxis, yOf } from '../../Public/layout/axis.js';
import { CARD_WIDTH, layOut, MORE_WIDTH } from '../../Public/layout/grid.js';
import { settle } from '../../Public/layout/rows.js';
import { tracks, tracksBeside } from '../../Public/layout/tails.js';
import { STATUSES } from '../../Public/state/status.js';
import { autumnDay, event, plainDay, random, seed, springDay } from './fixtures.mjs';

const HOUR = 48, CARD = 22;
const week = { width: 180, axis: makeAxis(HOUR), card: CARD, abreast: 4 };
const evening = Date.parse(plainDay.end_utc) - 1;
const STATUS_NAMES = ['scheduled', 'success', 'success', 'success', 'failed', 'missed', 'running', 'skipped', 'paused', 'cancelled', 'disabled'];

/** @param {any[]} events @param {object} [room] */
function lay(events, room = {}, now = evening, day = plainDay) {
    return layOut(/** @type {any} */ (day), events, now, { ...week, ...room });
}

/** @param {import('../../Public/layout/grid.js').Laid} laid @param {any} one */
function cardOf(laid, one) {
    return laid.cards.find((card) => card.item.events.includes(one));
}

test('a short run is one line high, one of an hour has two lines and a line beside it as long as it took', () => {
    const hour = event({ minute: 600, ref: 'long', status: 'success', run: { duration_ms: 5_400_000 } });
    const blink = event({ minute: 900, ref: 'short', status: 'success', run: { duration_ms: 20 } });
    const laid = lay([hour, blink]);
    const long = cardOf(laid, hour), short = cardOf(laid, blink);
    assert.deepEqual([long.box.start, long.box.end], [480, 516]);
    assert.deepEqual([short.box.start, short.box.end - short.box.start], [720, CARD]);
    assert.deepEqual(laid.tails.map(({ key, from, to }) => [key, from, to]), [[hour.event_id, 480, 552]]);
});

test('what was skipped has no length, however long it usually takes', () => {
    const laid = lay([event({ minute: 600, status: 'skipped', duration_hint_seconds: 10_800 })]);
    assert.equal(laid.tails.length, 0);
    assert.equal(laid.cards[0].box.end - laid.cards[0].box.start, CARD);
});

test('a run across the missing hour ends on the wall clock where it ended', () => {
    const epoch = Date.parse('2026-03-08T07:30:00Z') / 1000;
    const across = { ...event({ minute: 90, status: 'success', run: { duration_ms: 3_600_000 } }), scheduled_at_epoch: epoch, day: springDay.date, offset_seconds: -21_600 };
    assert.equal(lay([across], {}, epoch * 1000 + 7_200_000, springDay).tails[0].to, (210 / 60) * HOUR);
});

test('four that fall due together stand in two rows of two, in order of time', () => {
    const four = [0, 2, 4, 6].map((minute, i) => event({ minute: 540 + minute, ref: `r${i}` }));
    const laid = lay(four, {}, 0);
    const places = four.map((one) => cardOf(laid, one)).map((card) => [card.box.start, card.left < 45 ? 'left' : 'right']);
    assert.deepEqual(places, [[432, 'left'], [432, 'right'], [454, 'left'], [454, 'right']]);
    assert.ok(laid.cards.every((card) => card.width >= CARD_WIDTH), 'every one can be read');
});

test('the seventh and eighth wait behind a +n, the calmest of all', () => {
    const many = Array.from({ length: 8 }, (_, i) => event({ minute: 540 + i, ref: `r${i}`, status: i === 7 ? 'skipped' : 'success' }));
    const laid = lay(many);
    assert.ok(cardOf(laid, many[7]), 'the skipped one is shown');
    assert.equal(laid.more.reduce((sum, more) => sum + more.keys.length, 0) + laid.cards.length, 8);
    assert.ok(laid.more.length >= 1);
});

test('nothing past sinks below the now line and nothing to come rises above it', () => {
    const now = Date.parse(plainDay.start_utc) + 555 * 60_000;
    const nowY = yOf(week.axis, 555);
    const events = [530, 540, 550, 553, 556, 558, 570].map((minute, i) => event({ minute, ref: `r${i}`, status: minute < 555 ? 'success' : 'scheduled' }));
    for (const card of lay(events, {}, now).cards) {
        const past = card.item.events[0].minute_of_day < 555;
        assert.ok(past ? card.box.start <= nowY : card.box.start >= nowY, card.item.events[0].source_ref);
    }
});

test('the lines of two long runs never lie on one another, and cards keep clear of them', () => {
    const placed = tracks([{ key: 'a', from: 0, to: 100 }, { key: 'b', from: 10, to: 50 }, { key: 'c', from: 60, to: 90 }]);
    assert.deepEqual(placed.map(({ key, track }) => [key, track]), [['a', 0], ['b', 1], ['c', 1]]);
    assert.equal(tracksBeside(placed, 50, 60), 1);
    assert.equal(tracksBeside(placed, 45, 55), 2);
    assert.equal(tracksBeside(placed, 100, 120), 0);
});

test('the second pass of a repeated hour keeps to the right half', () => {
    const first = { ...event({ minute: 90, ref: 'first' }), day: autumnDay.date, scheduled_at_epoch: Date.parse('2026-11-01T06:30:00Z') / 1000, offset_seconds: -18_000 };
    const second = { ...event({ minute: 90, ref: 'second' }), day: autumnDay.date, scheduled_at_epoch: Date.parse('2026-11-01T07:30:00Z') / 1000, offset_seconds: -21_600 };
    const laid = lay([first, second], {}, 0, autumnDay);
    const [a, b] = [cardOf(laid, first), cardOf(laid, second)];
    assert.ok(a.left + a.width <= week.width / 2 && b.left >= week.width / 2);
    assert.equal(a.box.start, b.box.start);
});

test('a floor that has room is left as it is', () => {
    const box = (/** @type {string} */ key, /** @type {number} */ start) => ({ key, start, end: start + CARD, severity: 8, breakout: false });
    const boxes = [box('a', 0), box('b', 24)];
    assert.deepEqual(settle([{ top: 0, latest: 47, bottom: 48, boxes }], { card: CARD, limit: 2 }), boxes);
});

test('folded hours take one band, and what lies in them waits behind its +n', () => {
    const axis = makeAxis(HOUR, new Set([0, 1, 2, 3, 4, 5]));
    assert.equal(axis.height, 18 * HOUR + 22);
    assert.equal(yOf(axis, 360), 22);
    assert.deepEqual(axis.folds.map(({ from, to }) => [from, to]), [[0, 6]]);
    const night = event({ minute: 200, ref: 'night' }), day = event({ minute: 600, ref: 'day' });
    const laid = lay([night, day], { axis }, 0);
    assert.deepEqual(laid.cards.map((card) => card.item.events[0].source_ref), ['day']);
    assert.deepEqual(laid.more.map((more) => more.keys), [[night.event_id]]);
});

test('hours fold where nothing is, or outside those that were chosen, and never over trouble or now', () => {
    const marks = [{ hour: 2, breakout: true }, { hour: 9, breakout: false }, { hour: 23, breakout: false }];
    const folds = (/** @type {any} */ wish, /** @type {number|null} */ now = null) => [...hoursToFold(marks, wish, now)];
    assert.deepEqual(folds({ hours: 'all', from: 6, to: 22 }), []);
    assert.deepEqual(folds({ hours: 'busy', from: 0, to: 0 }), [0, 1, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22]);
    assert.deepEqual(folds({ hours: 'chosen', from: 6, to: 22 }), [0, 1, 3, 4, 5, 22, 23]);
    assert.deepEqual(folds({ hours: 'chosen', from: 6, to: 22 }, 4), [0, 1, 22, 23]);
    assert.deepEqual([...hoursToFold([], { hours: 'busy', from: 0, to: 0 }, null)], []);
});

test('a crowd of breakouts stays wide enough to press', () => {
    const next = random(seed);
    for (let round = 0; round < 100; round += 1) {
        const events = Array.from({ length: 60 }, (_, i) => event({
            minute: 600 + Math.floor(next() * 20) + i / 1000, ref: `r${i % 20}`, status: next() < 0.5 ? 'failed' : 'missed',
        }));
        const { items, cards } = lay(events);
        assert.equal(items.reduce((sum, item) => sum + item.events.length, 0), events.length);
        for (const card of cards) assert.ok(card.width >= 24, `seed ${seed}, round ${round}: ${card.width}`);
    }
});

test('over any day no two cards overlap, none is lost, no breakout hides, none leaves its hour, none changes places in time', () => {
    const next = random(seed);
    for (let round = 0; round < 300; round += 1) {
        const where = `seed ${seed}, round ${round}`;
        const now = Date.parse(plainDay.start_utc) + Math.floor(next() * 1440) * 60_000;
        const events = Array.from({ length: Math.floor(next() * 90) }, (_, i) => event({
            // Half of them crowd into two hours.
            minute: Math.floor(next() < 0.5 ? 540 + next() * 120 : next() * 1440), ref: `r${i % 23}`, status: STATUS_NAMES[Math.floor(next() * STATUS_NAMES.length)],
            ...(next() < 0.2 ? { duration_hint_seconds: Math.floor(next() * 14_400) } : {}), event_id: `cron|r${i}|${round}`,
        }));
        const room = { width: 90 + Math.floor(next() * 1200), abreast: next() < 0.5 ? 4 : 8, axis: makeAxis([20, 48, 72][Math.floor(next() * 3)]), card: [18, 22, 28][Math.floor(next() * 3)] };
        room.card = Math.min(room.card, room.axis.tops[1]);
        const { items, cards, more } = lay(events, room, now);
        const shown = new Set(cards.map((card) => card.item.key)), hidden = more.flatMap((m) => m.keys);
        assert.deepEqual([...shown, ...hidden].sort(), items.map((item) => item.key).sort(), `${where}: something is lost or shown twice`);
        assert.equal(items.reduce((sum, item) => sum + item.events.length, 0), events.length, where);
        for (const item of items) if (STATUSES[item.status].breakout) assert.ok(shown.has(item.key), `${where}: a ${item.status} one hides`);
        const apart = (/** @type {any} */ a, /** @type {any} */ b) => a.left + a.width <= b.left + 1e-6 || b.left + b.width <= a.left + 1e-6 || a.top + a.height <= b.top + 1e-6 || b.top + b.height <= a.top + 1e-6;
        const drawn = [
            ...cards.map(({ item, box, left, width }) => ({ key: item.key, left, width, top: box.start, height: box.end - box.start })),
            ...more.map((m) => ({ key: `+${m.keys.length}`, left: m.left, width: MORE_WIDTH, top: m.start, height: room.card - 2 })),
        ];
        drawn.forEach((a, i) => drawn.slice(i + 1).forEach((b) => assert.ok(apart(a, b), `${where}: ${a.key} and ${b.key} overlap`)));
        for (const { item, box, left, width } of cards) {
            const hour = Math.floor(item.events[0].minute_of_day / 60);
            assert.ok(box.start >= Math.min(room.axis.tops[hour], room.axis.height - room.card) - 1e-6 && box.start < room.axis.tops[hour + 1], `${where}: ${item.key} leaves its hour`);
            assert.ok(left >= 0 && left + width <= room.width + 1e-6 && box.end <= room.axis.height + room.card, `${where}: ${item.key} leaves its day`);
        }
        for (const a of cards) {
            for (const b of cards) {
                const [first, second] = [a.item.events[0], b.item.events[0]];
                if (first.minute_of_day < second.minute_of_day) assert.ok(a.box.start <= b.box.start + 1e-6, `${where}: ${a.item.key} and ${b.item.key} change places`);
            }
        }
    }
});
