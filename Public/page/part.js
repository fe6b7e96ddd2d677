/**
 * The one element that a selector names in index.html.
 * @template {Element} T
 * @param {string} selector
 * @returns {T}
 */
export function pagePart(selector) {
    return /** @type {T} */ (document.querySelector(selector));
}
