/** How long a run lasts, drawn as a line beside the cards: long runs take no room from what starts meanwhile. */

/** @typedef {{key: string, from: number, to: number}} Tail   pixels */
/** @typedef {Tail & {track: number}} Track */

/** Lines side by side at most; longer company goes without. */
const TRACKS = 3;
/** The width of a line with the room around it, in pixels. */
export const TRACK_WIDTH = 7;

/**
 * Gives every tail a track of its own for as long as it lasts, the longest first.
 * @param {Tail[]} tails
 * @returns {Track[]}
 */
export function tracks(tails) {
    /** @type {Track[]} */
    const placed = [];
    for (const tail of [...tails].sort((a, b) => a.from - b.from || b.to - a.to || (a.key < b.key ? -1 : 1))) {
        const taken = new Set(placed.filter((other) => other.from < tail.to && tail.from < other.to).map((other) => other.track));
        const track = Array.from({ length: TRACKS }, (_, i) => i).find((i) => !taken.has(i));
        if (track !== undefined) placed.push({ ...tail, track });
    }
    return placed;
}

/**
 * How many tracks run past a stretch of the day.
 * @param {Track[]} placed
 * @param {number} from
 * @param {number} to
 */
export function tracksBeside(placed, from, to) {
    return placed.reduce((most, tail) => (tail.from < to && from < tail.to ? Math.max(most, tail.track + 1) : most), 0);
}
