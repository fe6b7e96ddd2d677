/** The way from card to card by the arrow keys. */

/**
 * How far down its day a card is drawn, in pixels.
 * @param {HTMLElement} card
 */
export function at(card) {
    return card.offsetTop;
}

/** @param {HTMLElement} column @returns {HTMLElement[]} */
export function stops(column) {
    return /** @type {HTMLElement[]} */ ([...column.querySelectorAll('.card, .more')]).sort((a, b) => at(a) - at(b) || a.offsetLeft - b.offsetLeft);
}

/** @param {HTMLElement} column @param {HTMLElement} current @param {1|-1} step */
export function sibling(column, current, step) {
    const all = stops(column);
    return all[all.indexOf(current) + step] ?? null;
}

/**
 * The card of the next day that has any, nearest in time.
 * @param {HTMLElement} column
 * @param {HTMLElement} current
 * @param {1|-1} step
 */
export function across(column, current, step) {
    const columns = /** @type {HTMLElement[]} */ ([...(column.parentElement?.children ?? [])]);
    for (let i = columns.indexOf(column) + step; i >= 0 && i < columns.length; i += step) {
        const found = stops(columns[i]);
        if (found.length) return found.reduce((a, b) => (Math.abs(at(b) - at(current)) < Math.abs(at(a) - at(current)) ? b : a));
    }
    return null;
}
