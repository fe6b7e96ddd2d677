/** Which events the source filter and the search let through. */

/** @typedef {{source: string, title: string, owner_id: string, source_ref: string, session_id?: string|null, channel?: string|null, status?: string}} Findable */

/**
 * @param {{source: string, search: string}} route
 * @returns {(event: Findable) => boolean}
 */
export function matcher(route) {
    const words = route.search.toLowerCase().split(/\s+/).filter(Boolean);
    return (event) => {
        if (route.source !== 'all' && event.source !== route.source) return false;
        if (!words.length) return true;
        const text = [event.title, event.owner_id, event.session_id, event.channel, event.status].join(' ').toLowerCase();
        // An id is looked for from its start: the middle of a random one means nothing.
        const id = event.source_ref.toLowerCase();
        return words.every((word) => text.includes(word) || id.startsWith(word));
    };
}
