/** Times, spans and counts in the words that the page shows. */

export const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
export const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** @param {string} date YYYY-MM-DD */
export function parts(date) {
    const [year, month, day] = date.split('-').map(Number);
    return { year, month, day };
}

/** @param {string} date */
export function weekdayOf(date) {
    const { year, month, day } = parts(date);
    return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/**
 * The local date `days` later: arithmetic on the calendar, not on instants.
 * @param {string} date
 * @param {number} days
 */
export function addDays(date, days) {
    const { year, month, day } = parts(date);
    return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/**
 * "Wed 25".
 * @param {string} date
 */
export function shortDay(date) {
    return `${WEEKDAYS[weekdayOf(date)].slice(0, 3)} ${parts(date).day}`;
}

/**
 * "Wednesday 25 March 2026".
 * @param {string} date
 */
export function longDay(date) {
    const { year, month, day } = parts(date);
    return `${WEEKDAYS[weekdayOf(date)]} ${day} ${MONTHS[month - 1]} ${year}`;
}

/**
 * "Wed 25 March": a day inside a known year.
 * @param {string} date
 */
export function dayAndMonth(date) {
    const { month, day } = parts(date);
    return `${WEEKDAYS[weekdayOf(date)].slice(0, 3)} ${day} ${MONTHS[month - 1]}`;
}

/**
 * "22 – 28 March 2026", "29 March – 4 April 2026", or one whole day.
 * @param {string} first
 * @param {string} last
 */
export function dateRange(first, last) {
    const a = parts(first), b = parts(last);
    if (first === last) return `${dayAndMonth(first)} ${a.year}`;
    if (a.year !== b.year) return `${a.day} ${MONTHS[a.month - 1].slice(0, 3)} ${a.year} – ${b.day} ${MONTHS[b.month - 1].slice(0, 3)} ${b.year}`;
    if (a.month !== b.month) return `${a.day} ${MONTHS[a.month - 1].slice(0, 3)} – ${b.day} ${MONTHS[b.month - 1].slice(0, 3)} ${b.year}`;
    return `${a.day} – ${b.day} ${MONTHS[b.month - 1]} ${b.year}`;
}

/**
 * "09:05", or "9:05 am" on a twelve-hour clock; 1440 is the end of the day.
 * @param {number} minute wall minutes since midnight
 * @param {boolean} [hour12]
 */
export function clock(minute, hour12 = false) {
    const hour = Math.floor(minute / 60), rest = String(Math.floor(minute % 60)).padStart(2, '0');
    if (!hour12) return `${String(hour).padStart(2, '0')}:${rest}`;
    return `${hour % 12 === 0 ? 12 : hour % 12}:${rest} ${hour % 24 < 12 ? 'am' : 'pm'}`;
}

/**
 * The wall time of a local ISO string; seconds only when there are any.
 * @param {string} local
 * @param {boolean} [hour12]
 */
export function clockOf(local, hour12 = false) {
    const hour = Number(local.slice(11, 13)), minute = Number(local.slice(14, 16)), second = local.slice(17, 19);
    const text = clock(hour * 60 + minute, hour12);
    if (!second || second === '00') return text;
    return hour12 ? text.replace(' ', `:${second} `) : `${text}:${second}`;
}

/**
 * "UTC−5" or "UTC+10:30".
 * @param {number} seconds
 */
export function offset(seconds) {
    const minutes = Math.abs(Math.round(seconds / 60));
    const rest = minutes % 60 ? `:${String(minutes % 60).padStart(2, '0')}` : '';
    return `UTC${seconds < 0 ? '−' : '+'}${Math.floor(minutes / 60)}${rest}`;
}

/**
 * "340 ms", "2.4 s", "3 min 5 s", "2 h 13 min", "3 d 4 h".
 * @param {number} milliseconds
 */
export function duration(milliseconds) {
    if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
    const seconds = milliseconds / 1000;
    if (seconds < 10) return `${Number(seconds.toFixed(1))} s`;
    if (seconds < 59.5) return `${Math.round(seconds)} s`;
    const units = /** @type {[string, number][]} */ ([['d', 86_400], ['h', 3600], ['min', 60], ['s', 1]]);
    const whole = Math.round(seconds);
    const at = units.findIndex(([, size]) => whole >= size);
    const [unit, size] = units[at];
    const next = units[at + 1];
    const rest = next ? Math.floor((whole % size) / next[1]) : 0;
    return `${Math.floor(whole / size)} ${unit}${rest ? ` ${rest} ${next[0]}` : ''}`;
}

/**
 * "in 4 min", "just now", "2 h 13 min ago".
 * @param {number} at epoch milliseconds
 * @param {number} now epoch milliseconds
 */
export function relative(at, now) {
    const distance = at - now;
    if (Math.abs(distance) < 2000) return 'just now';
    const rounded = Math.abs(distance) < 60_000 ? Math.round(Math.abs(distance) / 1000) * 1000 : Math.floor(Math.abs(distance) / 60_000) * 60_000;
    return distance > 0 ? `in ${duration(rounded)}` : `${duration(rounded)} ago`;
}

/**
 * "1 event", "3 events".
 * @param {number} n
 * @param {string} noun
 * @param {string} [plural]
 */
export function count(n, noun, plural = `${noun}s`) {
    return `${n.toLocaleString('en')} ${n === 1 ? noun : plural}`;
}

/**
 * Sentence case for a lower-case reason.
 * @param {string} text
 */
export function sentence(text) {
    const trimmed = text.trim();
    return trimmed ? trimmed[0].toUpperCase() + trimmed.slice(1) : '';
}
