/** Short messages at the foot of the page; a failure stays until it is closed. */

import { button, h, icon, iconButton } from './dom.js';

const STAY_MS = 6000;
/** One that offers something stays for as long as it takes to read and reach it. */
const OFFER_MS = 20_000;
const MOST = 4;

export class AlmanacToasts extends HTMLElement {
    connectedCallback() {
        if (this.firstChild) return;
        this.calm = h('div', { class: 'toasts', role: 'status', 'aria-live': 'polite' });
        this.loud = h('div', { class: 'toasts', role: 'alert', 'aria-live': 'assertive' });
        this.append(this.loud, this.calm);
    }

    /** @param {'ok'|'info'|'failed'} kind @param {string} text @param {{label: string, act: () => void}} [offer] */
    add(kind, text, offer) {
        this.lift();
        const box = kind === 'failed' ? this.loud : this.calm;
        if (!box) return;
        const drawing = { ok: 'success', info: 'info', failed: 'failed' }[kind];
        const toast = h('div', { class: 'toast', 'data-kind': kind }, icon(drawing), h('span', null, text),
            offer ? button('toast-offer', offer.label, 'undo', () => {
                toast.remove();
                offer.act();
            }) : null,
            iconButton('Close this message', 'close', () => toast.remove()));
        box.append(toast);
        while (box.childElementCount > MOST) box.firstElementChild?.remove();
        if (kind === 'failed') return;
        const leave = () => {
            if (toast.matches(':hover, :focus-within')) setTimeout(leave, STAY_MS);
            else toast.remove();
        };
        setTimeout(leave, offer ? OFFER_MS : STAY_MS);
    }

    /** Goes where it is seen and heard: a modal sheet makes everything outside it inert. */
    lift() {
        const host = [...document.querySelectorAll('dialog[open]')].pop() ?? document.body;
        if (this.parentNode === host) return;
        const sheet = /** @type {HTMLElement} */ (host);
        sheet.append(this);
        sheet.addEventListener('close', () => document.body.append(this), { once: true });
    }
}

customElements.define('almanac-toasts', AlmanacToasts);
