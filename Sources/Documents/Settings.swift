package import Access
package import CivilTime
package import Notifications
package import Operations

/// The settings of a server, each with its default.
package struct Settings: Hashable, Sendable {
    package enum WeekStart: String, Hashable, Sendable, CaseIterable {
        case sunday
        case monday
        case saturday
    }

    /// Whether a server asks everybody who they are.
    package enum Authentication: String, Hashable, Sendable, CaseIterable {
        /// Not on a loopback address.
        case loopback
        case required
    }

    package enum LogLevel: String, Hashable, Sendable, CaseIterable {
        case trace
        case debug
        case info
        case notice
        case warning
        case error
        case critical
    }

    /// TCP port; 0 lets the system choose.
    package var port = 8787
    /// Address that is listened on.
    package var bind = "127.0.0.1"
    /// Folder of the database, logs and workspace.
    package var data = "./data"
    /// IANA name of the zone that times are shown in.
    package var timezone = "America/Chicago"
    package var weekStart = WeekStart.sunday
    /// Whether the page shows 5 PM rather than 17:00.
    package var hour12 = false
    /// Owner of what is created without one.
    package var owner = "operator"
    /// Runner of jobs that name none.
    package var runner = "shell"
    /// Runner of heartbeats that name none.
    package var heartbeatRunner = "agent"
    /// Command that the agent runner hands its prompt to.
    package var agentCommand: String?
    /// URL that the agent runner posts its prompt to.
    package var agentURL: String?
    /// Endpoint of a language model that reads change requests first; nil leaves them to the grammar.
    package var modelURL: String?
    package var modelName = "default"
    package var modelKey: String?
    /// File that the key is in, so that it stands neither in the configuration nor in the environment.
    package var modelKeyFile: String?
    package var modelTimeoutSeconds = 10
    /// Occurrences a day from which a schedule is shown in the lane.
    package var laneThresholdPerDay = 24
    /// Days that runs, missed occurrences, events and logs are kept.
    package var retentionDays = 30
    package var auditRetentionDays = 365
    /// Runs that may be alive at once.
    package var concurrency = 64
    /// Seconds between asking a run to end and ending it.
    package var killGraceSeconds = 10
    package var logLevel = LogLevel.info
    /// PEM files of a certificate with its chain, and of its key; both or none.
    package var tlsCertificate: String?
    package var tlsKey: String?
    package var auth = Authentication.loopback
    /// Networks whose word is taken for who sent a request, in CIDR notation.
    package var trustedProxies: [NetworkRange] = []
    /// Header in which a trusted proxy names the user.
    package var userHeader: String?
    /// Host names that requests may carry besides the loopback ones.
    package var allowedHosts: [String] = []
    /// Categories whose failures are not shown as new.
    package var suppressedCategories: Set<Category> = [.low]
    /// Where people reach the server: links in alerts begin with it. nil leaves them out.
    package var publicURL: String?
    /// Where notifications are sent, in the order of the file.
    package var alerts: [AlertChannel] = []
    /// Calendars that schedules may name in their exclusions, by name; dates in order.
    package var calendars: [String: [LocalDate]] = [:]

    package init() {}
}

/// Settings and declared schedules, read from a file and the environment.
package struct Configuration: Hashable, Sendable {
    package var settings: Settings
    package var jobs: [Draft]
    package var sessions: [Draft]

    package init(settings: Settings, jobs: [Draft] = [], sessions: [Draft] = []) {
        self.settings = settings
        self.jobs = jobs
        self.sessions = sessions
    }
}
