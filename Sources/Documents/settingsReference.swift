import Operations

/// Every setting: the one list that the reader of configurations and the documentation are made of.
package let settingsReference: [SettingDescription] = [
    .whole("port", \.port, in: 0...65_535, default: "8787", "TCP port of the server; 0 lets the system choose one."),
    .text("bind", \.bind, values: "an address", default: "127.0.0.1", "Address that the server listens on."),
    .text("data", \.data, values: "a folder", default: "./data", "Folder of the database, the logs and the workspace."),
    .text(
        "timezone", \.timezone, values: "an IANA zone", default: "America/Chicago",
        "Zone that times are shown in, and that schedules without a zone are in."),
    .choice("week_start", \.weekStart, default: "sunday", "First day of the week on the page."),
    SettingDescription(
        name: "hour12", form: .flag, values: "true or false", defaultText: "false",
        meaning: "Whether the page shows 5 PM rather than 17:00."
    ) { reader, name, settings in
        if let value = reader.flag(name).value { settings.hour12 = value }
    },
    .text("owner", \.owner, values: "a name", default: "operator", "Owner of schedules that name none."),
    .runner("runner", \.runner, default: "shell", "Runner of cron jobs that name none."),
    .runner("heartbeat_runner", \.heartbeatRunner, default: "agent", "Runner of heartbeats that name none."),
    .optionalText(
        "agent.command", \.agentCommand, values: "a shell command",
        "Command that the agent runner hands its prompt to on standard input."),
    SettingDescription(
        name: "agent.url", form: .text, values: "an http or https URL", defaultText: "",
        meaning: "URL that the agent runner posts its prompt to, where there is no command."
    ) { reader, name, settings in
        guard let url = reader.text(name, lengthMax: FieldLimits.pathBytesMax).value else { return }
        guard url.isEmpty || url.hasPrefix("http://") || url.hasPrefix("https://") else {
            return reader.report(
                name, "\(name) says \"\(shortened(url))\"; it takes a URL that begins with http:// or https://.")
        }
        settings.agentURL = url.isEmpty ? nil : url
    },
    .whole(
        "lane_threshold_per_day", \.laneThresholdPerDay, in: 1...86_400, default: "24",
        "Occurrences a day from which a schedule is shown in the Always Running lane."),
    .whole(
        "retention_days", \.retentionDays, in: 1...3650, default: "30",
        "Days that runs, missed occurrences, events and logs are kept."),
    .whole(
        "audit_retention_days", \.auditRetentionDays, in: 1...36_500, default: "365", "Days that audit rows are kept."),
    .whole("concurrency", \.concurrency, in: 1...10_000, default: "64", "Runs that may be alive at once."),
    .whole(
        "kill_grace_seconds", \.killGraceSeconds, in: 0...3600, default: "10",
        "Seconds between asking a run to end (TERM) and ending it (KILL)."),
    .choice("log_level", \.logLevel, default: "info", "Least severe message that the server's log shows."),
    SettingDescription(
        name: "allowed_hosts", form: .list, values: "host names", defaultText: "[]",
        meaning: "Host names that requests may be addressed to, besides the loopback ones."
    ) { reader, name, settings in
        let given = reader.words(name, countMax: 100, lengthMax: 255)
        if let hosts = given.value { settings.allowedHosts = hosts.map { $0.lowercased() } }
    },
    SettingDescription(
        name: "notifications.suppress", form: .list, values: choices(Category.allCases.map(\.rawValue)),
        defaultText: "[low]",
        meaning: "Categories whose failures raise no alert; they are counted and listed all the same."
    ) { reader, name, settings in
        guard let words = reader.words(name, countMax: 3, lengthMax: 20).value else { return }
        var categories: Set<Category> = []
        for word in words {
            guard let category = Category(rawValue: word) else {
                reader.report(
                    name, "\(name) says \"\(word)\"; it takes \(choices(Category.allCases.map(\.rawValue))).",
                    hint: closestName(to: word, among: Category.allCases.map(\.rawValue)).map { "Did you mean \($0)?" })
                continue
            }
            categories.insert(category)
        }
        settings.suppressedCategories = categories
    },
]
