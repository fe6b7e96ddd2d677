/// What reads like a command or an instruction to the system rather than a wish for a schedule.
enum SystemSpeech {
    static func fault(in text: String, title: String) -> String? {
        let lower = text.utf8.map { $0 >= 65 && $0 <= 90 ? $0 | 0x20 : $0 }
        if let mark = mark(in: lower) {
            let name = String(decoding: mark, as: UTF8.self)
            if !title.lowercased().contains(name) { return "I did not act on \"\(name)\": \(Refused.system.rawValue)." }
        }
        if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return nil }
        guard text.unicodeScalars.allSatisfy({ !isControl($0) }) else { return "It holds control characters." }
        let letters = text.unicodeScalars.filter { $0.properties.isAlphabetic }
        let foreign = letters.filter { !$0.isASCII }
        if !letters.isEmpty, foreign.count * 2 > letters.count { return Refused.language.sentence }
        return nil
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 && !["\t", "\n", "\r"].contains(scalar) || scalar.value == 0x7F
    }

    private static func mark(in text: [UInt8]) -> [UInt8]? {
        for position in text.indices {
            for mark in marksByFirst[Int(text[position])] where position + mark.count <= text.count {
                if mark.indices.allSatisfy({ text[position + $0] == mark[$0] }) { return mark }
            }
        }
        return nil
    }

    private static let marksByFirst: [[[UInt8]]] = {
        var table = [[[UInt8]]](repeating: [], count: 256)
        for mark in marks { table[Int(mark.utf8.first ?? 0)].append(Array(mark.utf8)) }
        return table
    }()

    private static let marks = [
        "&&", "||", "$(", "${", "<script", "</", "/etc/", "/bin/", "/usr/", "/var/", "/tmp/", "/dev/", "~/", "../",
        "rm -", "; ls",
        "sudo ", "drop table", "select *", "union select", "' or '", "\" or \"", "1=1", "--;", "curl ", "wget ",
        "chmod ",
        "ignore previous", "ignore all", "ignore the previous", "ignore your", "ignore the above", "ignore any",
        "ignore these", "ignore prior", "ignore everything", "disregard",
        "forget your", "forget all", "forget previous", "forget the above", "forget everything", "system prompt",
        "you are now",
        "previous instructions", "prior instructions", "new instructions", "as an ai", "language model", "jailbreak",
        "developer mode", "act as", "pretend to", "system:", "assistant:", "user:", "{{", "}}", "<|", "|>", "[inst]",
        "eval(", "exec(",
        "powershell", "cmd.exe", "| sh", "| bash", ">/", "> /", "import os", "__", ";--", "insert into", "delete from",
        "truncate ",
        "update jobs", "update schedules", "from jobs", "shutdown -", "kill -9", "systemctl", "bash -c", "sh -c",
        "python -", "{\"", "\":", "http://", "https://", "base64",
        "shell command", "run the command", "execute the command", "mkfs", ":(){", "dd if", "nc -", "crontab -", "\\x",
        "%s", "api key",
        "overrule", "override the", "your rules", "your instructions", "bypass", "without asking", "without confirm",
        "don't ask for confirm", "skip the confirm", "auto-confirm", "auto-approve", "sys.exit", "os.system", "#!/",
        ".sh", ".py", ".exe", "<!--", "drop database", "alter table", "grant all", "; drop", "reboot", "kubectl",
        "ssh ", "scp ", "cat /",
    ]
}

extension Refused {
    var sentence: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() + "." }
}
