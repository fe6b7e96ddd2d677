/** The server's time: the device's own clock, corrected by what the server last said. */

export class ServerClock {
    /** @param {() => number} device epoch milliseconds of the device */
    constructor(device = () => Date.now()) {
        this.device = device;
        this.offset = 0;
    }

    /**
     * Takes over the server's time.
     * @param {string|undefined} nowUtc
     */
    correct(nowUtc) {
        const server = nowUtc ? Date.parse(nowUtc) : NaN;
        if (!Number.isNaN(server)) this.offset = server - this.device();
    }

    /** Epoch milliseconds at the server. */
    now() {
        return this.device() + this.offset;
    }
}
