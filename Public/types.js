/**
 * The shapes that the page exchanges with the server and between its modules.
 * Nothing here runs: the file is read by the type check and by people.
 *
 * @typedef {'week'|'agenda'|'day'|'list'} View
 * @typedef {'scheduled'|'running'|'success'|'failed'|'missed'|'paused'|'disabled'|'skipped'|'cancelled'} RecordedStatus
 * @typedef {RecordedStatus|'late'|'pending'} Status
 * @typedef {'run_now'|'pause'|'resume'|'disable'|'enable'|'cancel'|'open_logs'|'open_session'|'approve_backfill_run'|'reschedule'|'delete_missed'} ActionName
 *
 * @typedef {object} Run
 * @property {string} run_id
 * @property {string} [event_id]
 * @property {string} [trigger]
 * @property {string} status
 * @property {string|null} [scheduled_at]
 * @property {string|null} started_at
 * @property {string|null} finished_at
 * @property {number|null} duration_ms
 * @property {number|null} exit_code
 * @property {string|null} error
 * @property {string|null} output_preview
 * @property {number} attempt
 *
 * @typedef {object} CalendarEvent
 * @property {string} event_id
 * @property {'cron'|'heartbeat'} source
 * @property {string} source_ref
 * @property {string} owner_id
 * @property {string|null} [session_id]
 * @property {string|null} [channel]
 * @property {string} title
 * @property {string|null} [description]
 * @property {'critical'|'normal'|'low'} category
 * @property {string} color_key
 * @property {RecordedStatus} status
 * @property {string|null} [status_detail]
 * @property {boolean} running
 * @property {string} scheduled_at_utc
 * @property {string} scheduled_at_local
 * @property {number} scheduled_at_epoch
 * @property {number|null} [duration_hint_seconds]
 * @property {string} timezone_display
 * @property {string} timezone the schedule's own zone
 * @property {boolean} always_running
 * @property {string|null} [run_id]
 * @property {string|null} [trigger]
 * @property {{kind: string, text: string}|null} [dst]
 * @property {ActionName[]} actions
 * @property {ActionName[]} [denied_actions] possible now, and not the reader's to do
 * @property {number|string} version
 * @property {string} day
 * @property {number} minute_of_day
 * @property {number} offset_seconds
 * @property {string} schedule_in_words
 * @property {'active'|'paused'|'disabled'} job_state
 * @property {number} missed_count
 * @property {string|null} [reason]
 * @property {Run|null} [run]
 * @property {boolean} [late] its time has passed and it has not started
 * @property {boolean} [overrunning] it runs for longer than it usually takes
 *
 * @typedef {object} LaneHour
 * @property {string} start_utc
 * @property {string} day
 * @property {number} hour_index
 * @property {number} [scheduled]
 * @property {number} [success]
 * @property {number} [failed]
 * @property {number} [missed]
 * @property {number} [running]
 * @property {number} [skipped]
 *
 * @typedef {object} Lane
 * @property {'cron'|'heartbeat'} source
 * @property {string} source_ref
 * @property {string} owner_id
 * @property {string} title
 * @property {string|null} [session_id]
 * @property {'critical'|'normal'|'low'} category
 * @property {'active'|'paused'|'disabled'} state
 * @property {string} schedule_in_words
 * @property {number|null} every_seconds
 * @property {string|null} next_due_utc
 * @property {string|null} next_due_local
 * @property {RecordedStatus} status
 * @property {boolean} running
 * @property {Run|null} last_run
 * @property {LaneHour[]} hours
 * @property {ActionName[]} actions
 * @property {string} event_id
 *
 * @typedef {object} StasisEntry
 * @property {string} entry_id
 * @property {string} event_id
 * @property {'cron'|'heartbeat'} source
 * @property {string} source_ref
 * @property {string} owner_id
 * @property {string} title
 * @property {'critical'|'normal'|'low'} category
 * @property {string} status
 * @property {string|null} reason
 * @property {string} [reason_in_words]
 * @property {number} count
 * @property {string} first_at
 * @property {string} last_at
 * @property {string} created_at
 * @property {string|null} [outage_id]
 * @property {CalendarEvent|null} [event]
 *
 * @typedef {object} Outage
 * @property {string} id
 * @property {string} from_utc
 * @property {string|null} to_utc
 * @property {string} [reason_in_words]
 *
 * @typedef {object} Transition
 * @property {string} at_utc
 * @property {number} offset_before_seconds
 * @property {number} offset_after_seconds
 * @property {string} local_before
 * @property {string} local_after
 *
 * @typedef {object} Day
 * @property {string} date
 * @property {string} start_utc
 * @property {string} end_utc
 * @property {number} hours
 * @property {number} weekday
 * @property {Transition[]} transitions
 *
 * @typedef {object} Access who the server takes the reader for
 * @property {string} name
 * @property {'viewer'|'operator'|'admin'} role
 * @property {string|null} owner whose things are shown; null for everybody's
 * @property {boolean} signed_in whether there is a session to sign out of
 *
 * @typedef {object} Feed
 * @property {Access} [access]
 * @property {string} timezone
 * @property {'week'|'day'} view
 * @property {string} start_utc
 * @property {string} end_utc
 * @property {string} now_utc
 * @property {Day[]} days
 * @property {CalendarEvent[]} events
 * @property {Lane[]} always_running
 * @property {StasisEntry[]} stasis_queue
 * @property {Outage[]} outages
 * @property {{status: RecordedStatus, label: string}[]} legend
 * @property {{by_status?: Record<string, number>, events?: number, schedules?: number}} stats
 * @property {{timezone?: string, hour12?: boolean}} settings
 * @property {number} last_seq
 * @property {string|null} [next_cursor]
 *
 * @typedef {object} Envelope
 * @property {number} seq
 * @property {string} event_type
 * @property {string} source
 * @property {string} source_ref
 * @property {string} owner_id
 * @property {string} occurred_at_utc
 * @property {string} [status]
 * @property {{event?: CalendarEvent, run?: Run, job?: Record<string, any>, session?: Record<string, any>, stasis?: StasisEntry[], notification?: Notice, scope?: string}} [payload]
 *
 * @typedef {object} Notice
 * @property {string} id
 * @property {string} kind
 * @property {string} category
 * @property {string} source
 * @property {string} source_ref
 * @property {string} owner_id
 * @property {string|null} event_id
 * @property {string} title
 * @property {string} message
 * @property {'new'|'acknowledged'|'snoozed'|'dismissed'|'resolved'|'suppressed'} status
 * @property {number} count
 * @property {string} created_at
 * @property {string} last_at
 * @property {string|null} [snoozed_until]
 * @property {ActionName[]} actions
 *
 * @typedef {object} Details
 * @property {CalendarEvent} event
 * @property {Record<string, any>} [job]
 * @property {Record<string, any>} [session]
 * @property {{at_utc: string, at_local: string}[]} next
 * @property {Run[]} runs
 * @property {string|null} log_tail
 *
 * @typedef {string|{at_utc: string, at_local?: string}} ProposedTime
 *
 * @typedef {object} Proposal
 * @property {string} proposal_id
 * @property {string|null} [event_id] null for a schedule that is not there yet
 * @property {string} [instruction]
 * @property {string} summary
 * @property {{type: string}} operation
 * @property {Record<string, any>} patch
 * @property {Record<string, any>|null} before
 * @property {Record<string, any>|null} after
 * @property {ProposedTime[]} next_before
 * @property {ProposedTime[]} next_after
 * @property {string[]} warnings
 * @property {'high'|'medium'|'low'} confidence
 * @property {boolean} confirmable
 * @property {string} status
 * @property {string} [expires_at]
 *
 * @typedef {object} AuditRow
 * @property {string} id
 * @property {string} at
 * @property {{kind: string, name: string}} actor
 * @property {string} action
 * @property {string|null} source
 * @property {string|null} source_ref
 * @property {string|null} event_id
 * @property {string|null} reason
 * @property {string|null} undoes the row that this one took back
 * @property {Record<string, any>|null} before
 * @property {Record<string, any>|null} after
 *
 * @typedef {object} Ghost an occurrence that a proposal would bring
 * @property {number} at epoch milliseconds
 * @property {string} day
 * @property {number} minute wall minute
 * @property {number} offset from UTC, in seconds
 * @property {string} title
 *
 * @typedef {object} Preview what a proposal would change in the calendar
 * @property {Ghost[]} ghosts in order of time
 * @property {Set<string>} going event ids of occurrences that would no longer be
 *
 * @typedef {object} Route
 * @property {View} view
 * @property {string|null} date   local date, or null for "today, whatever day that is"
 * @property {'all'|'cron'|'heartbeat'} source
 * @property {string} search
 * @property {string|null} event
 *
 * @typedef {object} Preferences
 * @property {View} view
 * @property {'compact'|'default'|'comfortable'} density
 * @property {'system'|'light'|'dark'} theme
 * @property {string} timezone   '' for the server's own
 * @property {'all'|'cron'|'heartbeat'} source
 * @property {'server'|'12'|'24'} clock
 * @property {'server'|'0'|'1'|'6'} weekStart   the weekday that weeks start with, 0 is Sunday
 * @property {'all'|'busy'|'chosen'} hours   which hours the grid shows: all, those with something in them, or those between `from` and `to`
 * @property {number} from   wall hour
 * @property {number} to   wall hour
 * @property {'auto'|'open'|'folded'} lanes
 *
 * @typedef {'connecting'|'live'|'polling'|'offline'} PushState
 */
export {};
