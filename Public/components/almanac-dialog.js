/** A modal sheet: it opens over the page, closes on Esc or a click beside it, and gives the focus back. */

import { fill, h, iconButton } from './dom.js';

export class AlmanacDialog extends HTMLElement {
    constructor() {
        super();
        this.heading = h('h2', { id: `${this.localName}-title-${AlmanacDialog.made += 1}` });
        this.lead = h('div', { class: 'sheet-lead' });
        this.body = h('div', { class: 'sheet-body' });
        this.foot = h('div', { class: 'sheet-foot' });
        this.dialog = /** @type {HTMLDialogElement} */ (h('dialog', { class: 'sheet', 'aria-labelledby': this.heading.id },
            h('div', { class: 'sheet-inner' },
                h('header', { class: 'sheet-head' }, this.lead, this.heading, iconButton('Close (Esc)', 'close', () => this.close(), { class: 'icon-button sheet-close' })),
                this.body, this.foot)));
        /** @type {(() => HTMLElement|null)|null} */
        this.returnTo = null;
        /** What had the focus before. */
        this.opener = /** @type {HTMLElement|null} */ (null);
        /** @type {(() => void)|null} */
        this.whenClosed = null;
    }

    connectedCallback() {
        if (this.firstChild) return;
        this.append(this.dialog);
        this.dialog.addEventListener('click', (event) => {
            if (event.target === this.dialog) this.close();
        });
        this.dialog.addEventListener('close', () => {
            // The event comes late: a sheet that was opened anew meanwhile is not the one that closed.
            if (this.dialog.open) return;
            const back = this.returnTo?.();
            this.returnTo = null;
            this.whenClosed?.();
            if (back?.isConnected) back.focus();
        });
    }

    get isOpen() {
        return this.dialog.open;
    }

    /** @param {string} kind @param {(() => HTMLElement|null)|null} [returnTo] where the focus goes afterwards */
    open(kind, returnTo = null) {
        this.dialog.dataset.kind = kind;
        if (this.dialog.open) return;
        const opener = /** @type {HTMLElement|null} */ (document.activeElement);
        this.opener = opener;
        this.returnTo = returnTo ?? (() => opener);
        this.dialog.showModal();
    }

    close() {
        if (this.dialog.open) this.dialog.close();
    }

    clear() {
        fill(this.lead);
        fill(this.heading);
        fill(this.body);
        fill(this.foot);
    }
}
AlmanacDialog.made = 0;

customElements.define('almanac-dialog', AlmanacDialog);
