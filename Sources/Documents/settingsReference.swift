import Access
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
    .url("agent.url", \.agentURL, "URL that the agent runner posts its prompt to, where there is no command."),
    .url(
        "model.url", \.modelURL,
        "Chat completions endpoint (OpenAI's form) of a language model that reads change requests before the grammar does."
    ),
    .text("model.name", \.modelName, values: "a name", default: "default", "The model that is asked for there."),
    .optionalText(
        "model.key", \.modelKey, values: "a secret", "Key for the endpoint; better kept in a file, or in this variable."
    ),
    .optionalText("model.key_file", \.modelKeyFile, values: "a file", "File whose first line is the key."),
    .whole(
        "model.timeout_seconds", \.modelTimeoutSeconds, in: 1...120, default: "10",
        "Seconds that the model may take before the grammar answers."),
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
    .optionalText("tls.certificate", \.tlsCertificate, values: "a file", "PEM file of a certificate and its chain."),
    .optionalText("tls.key", \.tlsKey, values: "a file", "PEM file of the certificate's key."),
    .choice(
        "auth", \.auth, default: "loopback",
        "Whether requests without a token act as the local operator (only while bound to a loopback address) or are refused."
    ),
    SettingDescription(
        name: "trusted_proxies", form: .list, values: "addresses or networks", defaultText: "[]",
        meaning: "Reverse proxies that are believed when they say who a request is from, such as 10.0.0.0/8."
    ) { reader, name, settings in
        guard let words = reader.words(name, countMax: 100, lengthMax: 64).value else { return }
        var ranges: [NetworkRange] = []
        for word in words {
            guard let range = NetworkRange(word) else {
                reader.report(
                    name, "\(name) says \"\(shortened(word))\"; it takes addresses and networks in CIDR notation.",
                    hint: "Such as 127.0.0.1, 10.0.0.0/8 or 2001:db8::/32; beyond the prefix all bits are 0.")
                continue
            }
            ranges.append(range)
        }
        settings.trustedProxies = ranges
    },
    SettingDescription(
        name: "user_header", form: .text, values: "a header's name", defaultText: "",
        meaning: "Header in which a trusted proxy names the user, who may do what the token of that name may."
    ) { reader, name, settings in
        guard let header = reader.text(name, lengthMax: 64).value else { return }
        let isName = header.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isName else {
            return reader.report(
                name, "\(name) says \"\(shortened(header))\"; it takes a header's name, such as X-Forwarded-User.")
        }
        settings.userHeader = header.isEmpty ? nil : header
    },
    SettingDescription(
        name: "allowed_hosts", form: .list, values: "host names", defaultText: "[]",
        meaning: "Host names that requests may be addressed to, besides the loopback ones."
    ) { reader, name, settings in
        let given = reader.words(name, countMax: 100, lengthMax: 255)
        if let hosts = given.value { settings.allowedHosts = hosts.map { $0.lowercased() } }
    },
    .url(
        "public_url", \.publicURL,
        "Where people reach the server, such as https://almanac.example.com: what links in alerts begin with."),
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
