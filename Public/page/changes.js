/** Requests for change: asked in words, shown as a proposal with its ghosts in the calendar, confirmed, undone. */

import { ApiError, confirmChange, requestChange, undoChange } from '../api.js';
import { showChange } from '../components/change.js';
import { holds, offsetAt, wallMinute } from '../layout/days.js';
import { compare, epochOf } from '../state/changes.js';

/** @typedef {import('../types.js').Proposal} Proposal */
/** @typedef {{eventId: string|null, title: string|null, instruction: string, proposal: Proposal|null, busy: boolean, fault: string|null}} Request */

export class Changes {
    /** @param {import('../app.js').App} app */
    constructor(app) {
        this.app = app;
        /** @type {Request|null} */
        this.request = null;
    }

    get sheet() {
        return this.app.sheets.sheet;
    }

    /**
     * Opens the sheet for a schedule, or for a new one.
     * @param {string|null} eventId
     * @param {string|null} title
     * @param {string} [instruction] asked at once where it is given
     */
    open(eventId, title, instruction = '') {
        const opener = this.sheet.isOpen ? this.sheet.opener : /** @type {HTMLElement|null} */ (document.activeElement);
        this.request = { eventId, title, instruction, proposal: null, busy: false, fault: null };
        if (this.app.route.event) this.app.go({ event: null });
        this.sheet.clear();
        this.show();
        this.sheet.open('change', () => (eventId ? this.app.board.shown.cardOf(eventId) ?? opener : opener));
        this.sheet.dialog.dataset.kind = 'change';
        this.sheet.whenClosed = () => {
            this.sheet.whenClosed = null;
            this.request = null;
            this.haunt(null);
        };
        this.show();
        if (instruction) void this.ask(instruction);
    }

    show() {
        if (this.request) showChange(this.sheet, { ...this.request, timeOf: (at) => this.app.board.localTime(at) });
    }

    /** @param {Partial<Request>} change */
    update(change) {
        if (!this.request) return;
        this.request = { ...this.request, ...change };
        this.show();
    }

    /** @param {string} instruction */
    async ask(instruction) {
        const { request } = this;
        if (!request || request.busy) return;
        this.update({ instruction, busy: true, fault: null });
        try {
            this.offer(await requestChange(request.eventId, instruction));
        } catch (error) {
            this.update({ busy: false, fault: words(error) });
        }
    }

    /** @param {Proposal} proposal */
    offer(proposal) {
        this.update({ proposal, busy: false, fault: null });
        if (this.request) this.haunt(proposal);
    }

    reword() {
        this.haunt(null);
        this.update({ proposal: null, fault: null });
    }

    /** @param {boolean} approve */
    async confirm(approve) {
        const { request } = this;
        if (!request?.proposal || request.busy) return;
        const { proposal } = request;
        this.update({ busy: true, fault: null });
        try {
            const answer = await confirmChange(proposal, approve);
            this.sheet.close();
            if (approve) this.applied(proposal, answer.audit_id);
            else this.app.toasts.add('info', 'Nothing was changed.');
        } catch (error) {
            this.update({ busy: false, fault: words(error) });
        }
    }

    /** @param {Proposal} proposal @param {string} [auditId] */
    applied(proposal, auditId) {
        this.app.live.refetch();
        // A run can't be taken back; and a second answer to the same proposal does not name its row: the audit does.
        const undo = auditId && proposal.operation.type !== 'run_now' ? { label: 'Undo', act: () => void this.undo(auditId, proposal.summary) } : undefined;
        this.app.toasts.add('ok', proposal.summary, undo);
    }

    /**
     * Undoes a row of the audit; that is a row of its own, which can be undone in turn.
     * @param {string} auditId
     * @param {string} [summary] of the change
     */
    async undo(auditId, summary) {
        try {
            await undoChange(auditId);
            this.app.live.refetch();
            void this.app.sheets.refreshAudit();
            this.app.toasts.add('ok', summary ? `Undone: ${summary}` : 'The change was undone.');
        } catch (error) {
            this.app.toasts.add('failed', `It could not be undone: ${words(error)}`);
        }
    }

    /**
     * Shows in the calendar which occurrences a proposal would bring, and which would no longer be.
     * @param {Proposal|null} proposal
     */
    haunt(proposal) {
        const days = this.app.live.calendar.feed?.days ?? [];
        const title = String(proposal?.after?.title ?? this.request?.title ?? 'New schedule');
        const before = (proposal?.next_before ?? []).map(epochOf), after = (proposal?.next_after ?? []).map(epochOf);
        const ghosts = compare(after, before).lacking.flatMap((at) => {
            const day = days.find((one) => holds(one, at));
            return day ? [{ at, day: day.date, minute: Math.floor(wallMinute(day, at)), offset: offsetAt(day, at), title }] : [];
        });
        // An event's id ends in its instant.
        const schedule = this.request?.eventId?.replace(/\d+$/, '');
        this.app.board.showPreview({ ghosts, going: new Set(compare(before, after).lacking.map((at) => `${schedule}${at / 1000}`)) });
    }
}

/** @param {unknown} error */
function words(error) {
    return error instanceof ApiError ? error.sentence : String(error);
}
