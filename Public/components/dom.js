/** Building and patching elements: text goes in as text, never as markup. */

const SVG = 'http://www.w3.org/2000/svg';

/** @typedef {Node|string|null|undefined|false} Child */

/**
 * Builds an element. `class`, `data-*`, `aria-*` and other attributes are set as attributes, `on…` functions are listened with,
 * booleans switch an attribute on or off.
 * @param {string} tag
 * @param {Record<string, any>|null} [attributes]
 * @param {...(Child|Child[])} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) set(element, name, value);
    element.append(...nodes(children));
    return element;
}

/** @param {(Child|Child[])[]} children @returns {(Node|string)[]} */
function nodes(children) {
    return /** @type {(Node|string)[]} */ (children.flat().filter((child) => child !== null && child !== undefined && child !== false));
}

/** @param {Element} element @param {string} name @param {any} value */
export function set(element, name, value) {
    if (typeof value === 'function' && name.startsWith('on')) {
        element.addEventListener(name.slice(2), value);
    } else if (value === null || value === undefined || value === false) {
        element.removeAttribute(name);
    } else {
        const text = value === true ? '' : String(value);
        if (element.getAttribute(name) !== text) element.setAttribute(name, text);
    }
}

/**
 * Replaces an element's children.
 * @param {Element} element
 * @param {...(Child|Child[])} children
 */
export function fill(element, ...children) {
    element.replaceChildren(...nodes(children));
}

/**
 * Sets an element's text where it differs.
 * @param {Element} element
 * @param {string} text
 */
export function say(element, text) {
    if (element.textContent !== text) element.textContent = text;
}

/**
 * A drawing of the sprite in index.html; it says nothing to a screen reader.
 * Its shapes are copied: a `use` for each of a thousand cards costs a tree of its own.
 * @param {string} name
 * @param {string} [kind]
 */
export function icon(name, kind = '') {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('class', `icon ${kind}`.trim());
    svg.setAttribute('aria-hidden', 'true');
    svg.setAttribute('viewBox', '0 0 16 16');
    redraw(svg, name);
    return svg;
}

/**
 * Shows another drawing in the same place.
 * @param {Element} svg
 * @param {string} name
 */
export function redraw(svg, name) {
    if (svg.getAttribute('data-icon') === name) return;
    svg.setAttribute('data-icon', name);
    svg.replaceChildren(...[...(document.getElementById(`i-${name}`)?.children ?? [])].map((shape) => shape.cloneNode()));
}

/** @param {string} kind @param {string} label @param {string|null} iconName @param {(event: Event) => void} act @param {Record<string, any>} [more] */
export function button(kind, label, iconName, act, more = {}) {
    return h('button', { type: 'button', class: kind, onclick: act, ...more }, iconName ? icon(iconName) : null, h('span', null, label));
}

/**
 * A button that is only a drawing; its name is spoken and shown as a tip.
 * @param {string} label
 * @param {string} iconName
 * @param {(event: Event) => void} act
 * @param {Record<string, any>} [more]
 */
export function iconButton(label, iconName, act, more = {}) {
    return h('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label, onclick: act, ...more }, icon(iconName));
}

/**
 * A row of buttons of which one is pressed.
 * @param {string} name
 * @param {[string, string][]} options value and words of each
 * @param {(value: string) => void} choice
 */
export function segmented(name, options, choice) {
    return h('div', { class: 'segmented', role: 'group', 'aria-label': name }, options.map(([value, text]) =>
        h('button', { type: 'button', 'data-value': value, 'aria-pressed': 'false', onclick: () => choice(value) }, text)));
}

/**
 * Makes the children of a container match a list, keeping the element of every key: focus and half-typed text survive.
 * @template T
 * @param {Element} container
 * @param {T[]} list
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => HTMLElement} make
 * @param {(element: HTMLElement, item: T) => void} update
 */
export function keyed(container, list, keyOf, make, update) {
    /** @type {Map<string, HTMLElement>} */
    const have = new Map();
    for (const child of /** @type {HTMLElement[]} */ ([...container.children])) {
        if (child.dataset.key !== undefined) have.set(child.dataset.key, child);
    }
    const wanted = new Set(list.map(keyOf));
    for (const [key, element] of have) if (!wanted.has(key)) element.remove();
    let at = container.firstElementChild;
    for (const item of list) {
        const key = keyOf(item);
        let element = have.get(key);
        if (!element) {
            element = make(item);
            element.dataset.key = key;
        }
        update(element, item);
        if (element === at) at = at.nextElementSibling;
        else container.insertBefore(element, at);
    }
}

/**
 * Tells whoever listens above.
 * @param {Element} from
 * @param {string} name
 * @param {any} [detail]
 */
export function emit(from, name, detail) {
    from.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
}
