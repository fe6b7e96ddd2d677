package import Operations

/// Which form a crontab has: with a user's name before each command (`/etc/crontab`, `/etc/cron.d`) or without.
package enum CrontabForm: String, Hashable, Sendable, CaseIterable {
    case user
    case system
}

/// What a crontab's lines became.
package struct CrontabImport: Hashable, Sendable {
    /// A line that is in order.
    package struct Job: Hashable, Sendable {
        /// From 1.
        package var line: Int
        /// The body that creates the job.
        package var body: JSONValue
        package var draft: Draft
    }

    package var jobs: [Job] = []
    /// Lines that were left out, with line and column.
    package var diagnostics: [Diagnostic] = []
    /// What has no counterpart, or is done another way; the jobs stand all the same.
    package var notes: [Diagnostic] = []
}

/// Reads a crontab. A line that can't be read is reported, and the rest goes on.
///
/// Expressions keep the meaning that they have in Debian's cron (dialect `vixie`). `NAME=value` lines set variables for
/// the lines below; `CRON_TZ` and `TZ` set the zone, `HOME` the working folder, `SHELL` the shell. What follows an
/// unescaped `%` is standard input. Ids are made of title and line, so that a line imported twice has one id.
package func readCrontab(_ text: String, form: CrontabForm, context: ReadingContext) -> CrontabImport {
    var reading = CrontabReading(form: form, context: context)
    var number = 0
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
        number += 1
        reading.read(line, number: number)
    }
    return reading.result
}
