/** The way from card to card by the arrow keys. */

/**
 * How far down its day a card is drawn, in pixels.
 * @param {HTMLElement} card
 */
function at(card) {
    return card.offsetTop;
}

/** @param {HTMLElement} column @returns {HTMLElement[]} */
function stops(column) {
    return /** @type {HTMLElement[]} */ ([...column.querySelectorAll('.card, .more')]).sort((a, b) => at(a) - at(b) || a.offsetLeft - b.offsetLeft);
}

/** @param {HTMLElement} column @param {HTMLElement} current @param {1|-1} step */
function sibling(column, current, step) {
    const all = stops(column);
    return all[all.indexOf(current) + step] ?? null;
}

/**
 * The card of the next day that has any, nearest in time.
 * @param {HTMLElement} column
 * @param {HTMLElement} current
 * @param {1|-1} step
 */
function across(column, current, step) {
    const columns = /** @type {HTMLElement[]} */ ([...(column.parentElement?.children ?? [])]);
    for (let i = columns.indexOf(column) + step; i >= 0 && i < columns.length; i += step) {
        const found = stops(columns[i]);
        if (found.length) return found.reduce((a, b) => (Math.abs(at(b) - at(current)) < Math.abs(at(a) - at(current)) ? b : a));
    }
    return null;
}

/**
 * Follows an arrow, Home or End from the card that has the focus.
 * @param {KeyboardEvent} event
 * @param {string} day what holds the cards of one day
 */
export function follow(event, day) {
    const current = /** @type {HTMLElement|null} */ (/** @type {Element} */ (event.target).closest('.card, .more'));
    if (!current || event.ctrlKey || event.metaKey || event.altKey) return;
    const column = /** @type {HTMLElement} */ (current.closest(day));
    const next = /** @type {Record<string, () => HTMLElement|null|undefined>} */ ({
        ArrowDown: () => sibling(column, current, 1), ArrowUp: () => sibling(column, current, -1),
        ArrowRight: () => across(column, current, 1), ArrowLeft: () => across(column, current, -1),
        Home: () => stops(column)[0], End: () => stops(column).pop(),
    })[event.key]?.();
    if (next === undefined) return;
    event.preventDefault();
    next?.focus();
}
