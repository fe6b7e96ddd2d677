/** The keyboard map. Nothing fires while somebody types, and with a sheet open only what acts on it. */

/**
 * @typedef {object} Commands
 * @property {(view: import('./types.js').View) => void} view
 * @property {() => void} today
 * @property {(direction: 1|-1) => void} step
 * @property {() => void} refresh
 * @property {() => void} search
 * @property {() => void} run
 * @property {() => void} pause
 * @property {() => void} stasis
 * @property {() => void} help
 * @property {() => void} change
 * @property {() => void} audit
 * @property {() => void} palette
 * @property {() => boolean} modal whether a sheet is open
 */

/** @param {Commands} commands */
export function keyboard(commands) {
    /** @type {Record<string, () => void>} */
    const anywhere = { x: commands.run, u: commands.pause, c: commands.change, '?': commands.help };
    /** @type {Record<string, () => void>} */
    const onPage = {
        w: () => commands.view('week'), a: () => commands.view('agenda'), d: () => commands.view('day'), l: () => commands.view('list'), t: commands.today,
        j: () => commands.step(1), n: () => commands.step(1), PageDown: () => commands.step(1),
        k: () => commands.step(-1), p: () => commands.step(-1), PageUp: () => commands.step(-1),
        r: commands.refresh, '/': commands.search, s: commands.stasis, h: commands.audit,
    };
    document.addEventListener('keydown', (event) => {
        if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
            event.preventDefault();
            commands.palette();
            return;
        }
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
        const command = anywhere[event.key] ?? (commands.modal() ? undefined : onPage[event.key]);
        if (!command) return;
        event.preventDefault();
        command();
    });
}

/** @param {EventTarget|null} target */
function typing(target) {
    const element = target instanceof Element ? target : null;
    return Boolean(element?.closest('input, textarea, select, [contenteditable]'));
}
