/**
 * The live stream: the only file that knows server-sent events.
 *
 * One tab of a browser holds the connection (an exclusive Web Lock makes it the leader) and hands every message to the
 * others over a BroadcastChannel: a browser grants six connections to a server, and seven tabs are not rare.
 */

import { logPath, streamPath } from './api.js';

/** @typedef {import('./types.js').Envelope} Envelope */
/** @typedef {import('./types.js').PushState} PushState */
/**
 * @typedef {object} Listener
 * @property {(envelope: Envelope) => void} envelope
 * @property {(beat: {now_utc?: string, seq?: number}) => void} keepalive
 * @property {() => void} reset
 * @property {(state: PushState) => void} state
 * @property {() => number} seq   the last position that the page knows
 */

/** Two missed keepalives and a little patience. */
const SILENCE_MS = 35_000;
const RETRY_FIRST_MS = 500;
const RETRY_MOST_MS = 10_000;
const NAME = 'almanac-stream';

export class LiveStream {
    /** @param {Listener} listener */
    constructor(listener) {
        this.listener = listener;
        /** @type {EventSource|null} */
        this.source = null;
        this.leader = false;
        this.failures = 0;
        /** @type {PushState} */
        this.current = 'connecting';
        this.channel = 'BroadcastChannel' in globalThis ? new BroadcastChannel(NAME) : null;
        this.silence = 0;
        this.retry = 0;
    }

    /** Begins to listen; the first tab to get here connects. */
    start() {
        this.channel?.addEventListener('message', ({ data }) => this.hear(data));
        this.watch();
        if (navigator.locks && this.channel) {
            // The lock is held until the tab goes: the promise never settles.
            void navigator.locks.request(NAME, () => new Promise(() => this.lead()));
            this.channel.postMessage({ kind: 'hello' });
        } else {
            this.lead();
        }
        addEventListener('online', () => this.reopen());
        document.addEventListener('visibilitychange', () => {
            if (document.visibilityState === 'visible' && this.current !== 'live') this.reopen();
        });
    }

    lead() {
        this.leader = true;
        this.open();
    }

    /** Connects at once instead of waiting for the next attempt. */
    reopen() {
        if (!this.leader) return;
        this.open();
    }

    /** An answer failed to come: what this connection seems to be is no longer believed. */
    doubt() {
        this.become('connecting');
        if (this.leader) this.open();
        else this.channel?.postMessage({ kind: 'doubt' });
    }

    open() {
        clearTimeout(this.retry);
        this.source?.close();
        const source = new EventSource(streamPath(this.listener.seq()));
        this.source = source;
        source.addEventListener('open', () => {
            this.failures = 0;
            this.say({ kind: 'state', state: 'live' });
        });
        source.addEventListener('scheduling', (message) => {
            this.say({ kind: 'envelope', envelope: JSON.parse(/** @type {MessageEvent} */ (message).data) });
        });
        source.addEventListener('keepalive', (message) => {
            this.say({ kind: 'keepalive', beat: JSON.parse(/** @type {MessageEvent} */ (message).data || '{}') });
        });
        source.addEventListener('reset', () => this.say({ kind: 'reset' }));
        source.addEventListener('error', () => this.lost(source));
    }

    /**
     * Waits longer after every failure, and never in step with the other browsers.
     * @param {EventSource} source
     */
    lost(source) {
        if (source !== this.source) return;
        source.close();
        this.source = null;
        this.say({ kind: 'state', state: 'connecting' });
        const wait = Math.min(RETRY_MOST_MS, RETRY_FIRST_MS * 2 ** Math.min(this.failures, 8));
        this.failures += 1;
        clearTimeout(this.retry);
        this.retry = setTimeout(() => this.open(), wait * (0.5 + Math.random()));
    }

    /**
     * Hears a message itself and tells the other tabs.
     * @param {any} message
     */
    say(message) {
        this.channel?.postMessage(message);
        this.hear(message);
    }

    /** @param {any} message */
    hear(message) {
        if (message.kind === 'hello') {
            if (this.leader) this.channel?.postMessage({ kind: 'state', state: this.current });
            return;
        }
        if (message.kind === 'doubt') {
            this.reopen();
            return;
        }
        if (message.kind === 'state') {
            if (message.state === 'live') this.watch();
            this.become(message.state);
            return;
        }
        this.watch();
        if (this.current !== 'live') this.become('live');
        if (message.kind === 'envelope') this.listener.envelope(message.envelope);
        if (message.kind === 'keepalive') this.listener.keepalive(message.beat);
        if (message.kind === 'reset') this.listener.reset();
    }

    /** @param {PushState} state */
    become(state) {
        if (state === this.current) return;
        this.current = state;
        this.listener.state(state);
    }

    /** A stream that says nothing for two keepalives is dead, whatever the socket thinks. */
    watch() {
        clearTimeout(this.silence);
        this.silence = setTimeout(() => {
            this.become('connecting');
            this.reopen();
            this.watch();
        }, SILENCE_MS);
    }
}

/**
 * Follows a run's log while it is written.
 * @param {string} runId
 * @param {{chunk: (text: string) => void, end: () => void, lost: () => void}} listener
 * @returns {() => void} stops following
 */
export function followLog(runId, listener) {
    const source = new EventSource(`${logPath(runId)}?follow=1`);
    source.addEventListener('log', (message) => listener.chunk(String(JSON.parse(/** @type {MessageEvent} */ (message).data))));
    source.addEventListener('end', () => {
        source.close();
        listener.end();
    });
    source.addEventListener('error', () => {
        source.close();
        listener.lost();
    });
    return () => source.close();
}
