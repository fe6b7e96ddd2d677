import Documents
import Notifications
import Operations
import Testing

@Suite("Alert channels in a configuration")
struct AlertChannelTests {
    private func channels(_ yaml: String, _ environment: [String: String] = [:]) throws -> [AlertChannel] {
        try read("alerts:\n" + yaml, environment).settings.alerts
    }

    @Test("Each type is read with its defaults")
    func types() throws {
        let found = try channels(
            """
              - {name: ops, type: webhook, url: "https://hooks.example.com/a", secret: key}
              - {name: chat, type: slack, url_env: CHAT_URL}
              - {name: phone, type: ntfy, url: "https://ntfy.sh/alerts", secret_file: /etc/almanac/token}
              - {name: mail, type: command, command: [/usr/local/bin/mail, -s, 1]}
            """, ["CHAT_URL": "https://chat.example.com/services/T0/B0/x\n"])
        #expect(found.map(\.name) == ["ops", "chat", "phone", "mail"])
        #expect(
            found.map(\.target) == [
                .webhook(url: .text("https://hooks.example.com/a"), key: .text("key")),
                .slack(url: .text("https://chat.example.com/services/T0/B0/x")),
                .ntfy(url: .text("https://ntfy.sh/alerts"), token: .file("/etc/almanac/token")),
                .command(["/usr/local/bin/mail", "-s", "1"]),
            ])
        for channel in found {
            #expect(channel.route == AlertRoute(channel: channel.name))
            #expect(channel.timeoutSeconds == 10 && !channel.isPrivateAllowed)
        }
    }

    @Test("Every member is read")
    func members() throws {
        let channel = try #require(
            try channels(
                """
                  - name: ops
                    type: webhook
                    url: http://10.0.0.7/hook
                    allow_private: true
                    kinds: [failure, recovery]
                    minimum_category: normal
                    repeat_minutes: 5
                    timeout_seconds: 3
                """
            ).first)
        #expect(channel.route.kinds == [.failure, .recovery])
        #expect(channel.route.categories == [.critical, .normal])
        #expect(channel.route.repeatSeconds == 300)
        #expect(channel.isPrivateAllowed && channel.timeoutSeconds == 3)
    }

    @Test(
        "The lowest category that a channel takes takes those above it",
        arguments: [
            ("critical", [.critical]), ("normal", [.critical, .normal]), ("low", [.critical, .normal, .low]),
        ] as [(String, Set<Operations.Category>)])
    func lowest(word: String, expected: Set<Operations.Category>) throws {
        let yaml = "  - {name: a, type: slack, url: \"https://x.example/\", minimum_category: \(word)}"
        #expect(try channels(yaml).first?.route.categories == expected)
    }

    struct Row: NamedRow {
        var name: String
        var yaml: String
        var expected: String

        init(_ name: String, _ yaml: String, _ expected: String) {
            self.name = name
            self.yaml = yaml
            self.expected = expected
        }
    }

    @Test(
        "A faulty channel is refused by line, column and field",
        arguments: [
            Row(
                "no list", "  name: a",
                "1:1 alerts: alerts takes a list; it was given an object. Begin each entry with \"- \"."),
            Row("a text", "  - ops", "2:5 alerts[0]: An alert channel is an object; it was given text."),
            Row(
                "no name", "  - {type: slack, url: \"https://x.example/\"}",
                "2:5 alerts[0].name: A channel needs a name; none is given."),
            Row(
                "odd name", "  - {name: Ops Team, type: slack, url: \"https://x.example/\"}",
                "2:6 alerts[0].name: name says \"Ops Team\"; it takes lower-case letters, digits and dashes, a letter first, at most 40."
            ),
            Row(
                "no type", "  - {name: a}",
                "2:5 alerts[0].type: A channel needs a type: webhook, slack, ntfy or command."),
            Row(
                "unknown type", "  - {name: a, type: webhok}",
                "2:15 alerts[0].type: type says \"webhok\"; it takes webhook, slack, ntfy or command. Did you mean webhook?"
            ),
            Row(
                "no url", "  - {name: a, type: webhook}",
                "2:5 alerts[0].url: A channel of this type needs a url, a url_file or a url_env; none is given."),
            Row(
                "scheme", "  - {name: a, type: webhook, url: \"file:///etc/passwd\"}",
                "2:30 alerts[0].url: url takes a URL that begins with http:// or https://."),
            Row(
                "password in the url", "  - {name: a, type: webhook, url: \"https://u:p@x.example/\"}",
                "2:30 alerts[0].url: url takes a URL without a user or password in it."),
            Row(
                "no host", "  - {name: a, type: webhook, url: \"https:///x\"}",
                "2:30 alerts[0].url: url takes a URL with a host."),
            Row(
                "two secrets",
                "  - {name: a, type: webhook, url: \"https://x.example/\", secret: s, secret_file: /s}",
                "2:68 alerts[0].secret_file: secret and secret_file say the same thing; write one of them."),
            Row(
                "variable that is not set", "  - {name: a, type: slack, url_env: NOWHERE}",
                "2:28 alerts[0].url_env: url_env names NOWHERE, which the server's environment does not have."),
            Row(
                "field of another type", "  - {name: a, type: slack, url: \"https://x.example/\", secret: s}",
                "2:55 alerts[0].secret: A channel of type slack has no field secret. It takes name, type, kinds, categories, minimum_category, repeat_minutes, timeout_seconds, url, url_file, url_env, allow_private."
            ),
            Row(
                "no command", "  - {name: a, type: command}",
                "2:5 alerts[0].command: A channel of type command needs a command; none is given."),
            Row(
                "a shell line", "  - {name: a, type: command, command: mail x}",
                "2:30 alerts[0].command: command takes a list of a program and its arguments; it was given text. Write command: [/usr/local/bin/send-mail, ops@example.com]; no shell reads it."
            ),
            Row(
                "a relative program", "  - {name: a, type: command, command: [mail]}",
                "2:40 alerts[0].command[0]: command[0] says \"mail\"; it takes the absolute path of a program."),
            Row(
                "kinds", "  - {name: a, type: slack, url: \"https://x.example/\", kinds: [failures]}",
                "2:55 alerts[0].kinds: kinds says \"failures\"; it takes failure, missed, change or recovery. Did you mean failure?"
            ),
            Row(
                "no kinds", "  - {name: a, type: slack, url: \"https://x.example/\", kinds: []}",
                "2:55 alerts[0].kinds: kinds is empty: the channel would be told nothing."),
            Row(
                "two words for categories",
                "  - {name: a, type: slack, url: \"https://x.example/\", categories: [low], minimum_category: low}",
                "2:74 alerts[0].minimum_category: categories and minimum_category say the same thing; write one of them."
            ),
            Row(
                "name taken",
                "  - {name: a, type: slack, url: \"https://x.example/\"}\n  - {name: a, type: slack, url: \"https://y.example/\"}",
                "3:6 alerts[1].name: name a is taken by a channel above."),
        ])
    func refused(_ row: Row) {
        #expect(refusal { try channels(row.yaml) } == [row.expected])
    }

    @Test("T17: neither faults nor dumps repeat a secret")
    func secrets() throws {
        let faults = refusal {
            try channels(
                "  - {name: a, type: webhook, url: \"https://x.example/hush me\", secret: [hush], repeat_minutes: 0}")
        }
        #expect(faults.count == 3 && !faults.joined().contains("hush"), "\(faults)")
        let settings = try read(
            "alerts: [{name: a, type: webhook, url: \"https://x.example/hush\", secret: hush}]"
        ).settings
        var text = ""
        dump(settings, to: &text)
        #expect(!"\(settings)".contains("hush") && !text.contains("hush"))
    }
}
