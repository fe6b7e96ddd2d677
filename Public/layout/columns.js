/**
 * Places boxes of one day side by side so that no two overlap, and decides which of a crowd wait behind a "+n".
 *
 * Boxes that touch one another in time form a cluster. Inside a cluster at most `limit` stand abreast;
 * the calmest ones give way first. A breakout never gives way: the cluster grows another column for it.
 */

/**
 * @typedef {object} Box
 * @property {string} key
 * @property {number} start wall minute, as drawn
 * @property {number} end wall minute, as drawn; after start
 * @property {number} severity 0 is the worst
 * @property {boolean} breakout
 * @property {0|1|2} [pass] the pass of a repeated hour
 * @property {boolean} [yields] whether it is known to find no place
 *
 * @typedef {object} Place
 * @property {string} key
 * @property {number} base where its strip starts, as a fraction of the day's width
 * @property {number} share how wide its strip is, as a fraction of the day's width
 * @property {number} left fraction of the strip
 * @property {number} width fraction of the strip
 * @property {boolean} beside whether the strip keeps room at its right edge for a "+n"
 * @property {number} from where those begin that share its strip
 * @property {number} to where they end
 *
 * @typedef {object} More
 * @property {number} start
 * @property {number} end
 * @property {string[]} keys
 * @property {number} right fraction of the day's width at which its half ends
 */

/**
 * @param {Box[]} boxes
 * @param {number} limit columns abreast
 * @param {number} [moreMinutes] minutes of the day that one "+n" covers as drawn
 * @returns {{places: Map<string, Place>, more: More[]}}
 */
export function arrange(boxes, limit, moreMinutes = 30) {
    /** @type {Map<string, Place>} */
    const places = new Map();
    /** @type {More[]} */
    const more = [];
    for (const cluster of clusters(boxes)) {
        if (!cluster.some((box) => box.pass)) {
            fillStrip(cluster, { limit, base: 0, share: 1, moreMinutes }, places, more);
            continue;
        }
        // A repeated hour has two halves; what touches it goes to the half of its own offset.
        const turn = Math.max(...cluster.filter((box) => box.pass).map((box) => box.start));
        const first = cluster.filter((box) => box.pass === 1 || (!box.pass && box.start <= turn));
        const second = cluster.filter((box) => !first.includes(box));
        const half = Math.max(2, Math.floor(limit / 2));
        fillStrip(first, { limit: half, base: 0, share: 0.5, moreMinutes }, places, more);
        fillStrip(second, { limit: half, base: 0.5, share: 0.5, moreMinutes }, places, more);
    }
    return { places, more };
}

/** @param {Box[]} boxes @returns {Box[][]} */
function clusters(boxes) {
    const ordered = [...boxes].sort((a, b) => a.start - b.start || b.end - a.end);
    /** @type {Box[][]} */
    const found = [];
    let end = -1;
    for (const box of ordered) {
        if (box.start < end) found[found.length - 1].push(box);
        else found.push([box]);
        end = Math.max(end, box.end);
    }
    return found;
}

/**
 * @param {Box[]} boxes
 * @param {{limit: number, base: number, share: number, moreMinutes: number}} strip
 * @param {Map<string, Place>} places
 * @param {More[]} more
 */
function fillStrip(boxes, strip, places, more) {
    if (!boxes.length) return;
    const { limit, base, share, moreMinutes } = strip;
    const { shown, hidden } = select(boxes, limit);
    for (const group of clusters(shown)) {
        const columns = assign(group);
        const total = Math.max(...columns.values()) + 1;
        const from = Math.min(...group.map((box) => box.start)), to = Math.max(...group.map((box) => box.end));
        const beside = hidden.some((h) => group.some((box) => h.start < box.end && box.start < Math.max(h.end, h.start + moreMinutes)));
        for (const box of group) {
            const column = /** @type {number} */ (columns.get(box));
            let span = 1;
            while (column + span < total && !group.some((o) => columns.get(o) === column + span && touches(o, box))) span += 1;
            places.set(box.key, {
                key: box.key, base, share, left: column / total, width: span / total, beside, from, to,
            });
        }
    }
    for (const box of hidden) {
        const last = more[more.length - 1];
        if (last && last.right === base + share && box.start < last.end && box.start >= last.start) last.keys.push(box.key);
        else more.push({ start: box.start, end: box.start + moreMinutes, keys: [box.key], right: base + share });
    }
}

/**
 * Takes boxes worst first for as long as there is room at every minute that they cover.
 * @param {Box[]} boxes
 * @param {number} limit
 */
function select(boxes, limit) {
    // A breakout is always worse than what is none; those that are as bad as one another keep their order in time.
    const ranked = [...boxes].sort((a, b) => a.severity - b.severity);
    const first = Math.floor(Math.min(...boxes.map((box) => box.start)));
    const load = new Uint16Array(Math.ceil(Math.max(...boxes.map((box) => box.end))) - first);
    /** @type {Box[]} */ const shown = [];
    /** @type {Box[]} */ const hidden = [];
    for (const box of ranked) {
        const from = Math.floor(box.start) - first, to = Math.ceil(box.end) - first;
        let free = !box.yields;
        for (let at = from; free && at < to; at += 1) free = load[at] < limit;
        if (!free && !box.breakout) {
            hidden.push(box);
            continue;
        }
        for (let at = from; at < to; at += 1) load[at] += 1;
        shown.push(box);
    }
    hidden.sort((a, b) => a.start - b.start);
    return { shown, hidden };
}

/**
 * First free column in order of start: uses no more columns than boxes that overlap.
 * @param {Box[]} group
 */
function assign(group) {
    /** @type {Map<Box, number>} */
    const columns = new Map();
    /** @type {number[]} */
    const ends = [];
    for (const box of group) {
        let column = ends.findIndex((end) => end <= box.start);
        if (column < 0) column = ends.length;
        ends[column] = box.end;
        columns.set(box, column);
    }
    return columns;
}

/** @param {Box} a @param {Box} b */
function touches(a, b) {
    return a.start < b.end && b.start < a.end;
}
