import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOut, widthOf } from '../../Public/layout/grid.js';
import { event, plainDay, random, seed, springDay } from './fixtures.mjs';

const week = { dayWidth: 190, hourHeight: 48, cardHeight: 22, abreast: 4 };
const evening = Date.parse(plainDay.end_utc) - 1;

test('a card is as high as its run was long, and never lower than its text', () => {
    const hour = event({ minute: 600, ref: 'long', status: 'success', run: { duration_ms: 3_600_000 } });
    const blink = event({ minute: 900, ref: 'short', status: 'success', run: { duration_ms: 20 } });
    const { boxByKey } = layOut(plainDay, [hour, blink], evening, week);
    assert.deepEqual([boxByKey.get(hour.event_id).start, boxByKey.get(hour.event_id).end], [600, 660]);
    assert.equal(boxByKey.get(blink.event_id).end - boxByKey.get(blink.event_id).start, 27.5);
});

test('what was skipped has no length, however long it usually takes', () => {
    const skipped = event({ minute: 600, status: 'skipped', duration_hint_seconds: 10_800 });
    assert.equal(layOut(plainDay, [skipped], evening, week).boxByKey.get(skipped.event_id).end, 627.5);
});

test('a run across the missing hour ends on the wall clock where it ended', () => {
    const epoch = Date.parse('2026-03-08T07:30:00Z') / 1000;
    const across = { ...event({ minute: 90, status: 'success', run: { duration_ms: 3_600_000 } }), scheduled_at_epoch: epoch, day: springDay.date, offset_seconds: -21_600 };
    assert.equal(layOut(springDay, [across], epoch * 1000 + 7_200_000, week).boxByKey.get(across.event_id).end, 210);
});

test('a crowd of breakouts stays wide enough to press', () => {
    const next = random(seed);
    for (let round = 0; round < 100; round += 1) {
        const events = Array.from({ length: 60 }, (_, i) => event({
            minute: 600 + Math.floor(next() * 20) + i / 1000, ref: `r${i % 20}`, status: next() < 0.5 ? 'failed' : 'missed',
        }));
        const { items, places } = layOut(plainDay, events, evening, week);
        assert.equal(items.reduce((sum, item) => sum + item.events.length, 0), events.length);
        for (const place of places.values()) assert.ok(widthOf(place, week.dayWidth) >= 24, `seed ${seed}, round ${round}`);
    }
});
