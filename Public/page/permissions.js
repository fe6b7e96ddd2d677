/**
 * What the reader's role does not hold: buttons for it stay in their places, dimmed, and say why.
 *
 * The server refuses such requests whatever the page shows. Only viewers lack what the page offers, so that nobody else
 * pays for watching it.
 */

/** @typedef {import('../types.js').Access} Access */

/** Buttons and fields that decide when something runs, or answer what was missed or notified. */
const OPERATING = [
    '[data-action]:not([data-action^="open_"])', '[data-bulk]', '[data-bulk-sure]', '[data-do]', '[data-focus="change"]',
    '[data-focus="confirm"]', '.notice-actions select', '.audit-foot button',
].join(', ');

/** @param {Access} access */
export function whyDenied(access) {
    return `This takes the role operator; “${access.name}” is a viewer.`;
}

/** Marks what the reader may not do, and keeps it from being done. */
export class RoleGuard {
    /** @param {(reason: string) => void} tell */
    constructor(tell) {
        this.tell = tell;
        /** @type {Access|null} */
        this.access = null;
        this.observer = new MutationObserver(() => this.mark());
        for (const name of ['click', 'submit', 'change']) {
            document.addEventListener(name, (event) => this.stop(event), { capture: true });
        }
    }

    /**
     * Takes over what a feed says of its reader.
     * @param {Access|null|undefined} access
     */
    follow(access) {
        if (!access || access.role === this.access?.role) return;
        this.access = access;
        this.observer.disconnect();
        if (!this.isViewer) return;
        this.observer.observe(document.body, { childList: true, subtree: true });
        this.mark();
    }

    get isViewer() {
        return this.access?.role === 'viewer';
    }

    mark() {
        if (!this.access || !this.isViewer) return;
        for (const control of document.querySelectorAll(OPERATING)) {
            if (control.hasAttribute('data-denied')) continue;
            control.setAttribute('data-denied', '');
            control.setAttribute('aria-disabled', 'true');
            control.setAttribute('title', whyDenied(this.access));
        }
    }

    /** @param {Event} event */
    stop(event) {
        const target = /** @type {Element|null} */ (event.target instanceof Element ? event.target : null);
        if (!this.access || !this.isViewer || !target?.closest('[data-denied]')) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        this.tell(whyDenied(this.access));
    }
}
