import Testing

@testable import Commands

@Suite("Text on the terminal")
struct TerminalTests {
    private func table() -> TextTable {
        var table = TextTable([
            .init(title: "ID", widthMin: 4), .init(title: "N", alignment: .right), .init(title: "TITLE", widthMin: 6),
        ])
        table.add(["nightly-ledger", "7", "Nightly ledger of all accounts"])
        table.add(["a", "1234", .init("時計の同期", .bad)])
        return table
    }

    @Test("a table is as wide as what it holds where nothing limits it")
    func wide() {
        #expect(
            table().lines(width: nil, isColoured: false) == [
                "ID                 N  TITLE",
                "nightly-ledger     7  Nightly ledger of all accounts",
                "a               1234  時計の同期",
            ])
    }

    @Test("a table gives way where the terminal ends, the widest column first", arguments: 20...60)
    func narrow(_ width: Int) {
        let lines = table().lines(width: width, isColoured: false)
        for line in lines { #expect(displayWidth(line) <= width) }
    }

    @Test("columns without a least width are never cut")
    func uncut() {
        #expect(table().lines(width: 5, isColoured: false)[2].contains("1234"))
    }

    @Test("colours take no room, and are off where they are off")
    func colours() {
        let line = table().lines(width: nil, isColoured: true)[2]
        #expect(line.hasSuffix("\u{1B}[1;31m時計の同期\u{1B}[0m"))
        #expect(!table().lines(width: nil, isColoured: false).joined().contains("\u{1B}"))
    }

    @Test(
        "characters take the columns that terminals give them",
        arguments: [("abc", 3), ("時計", 4), ("e\u{301}", 1), ("✅ ok", 5), ("ﾊﾛｰ", 3), ("", 0), ("🇩🇪", 2)])
    func widths(_ text: String, _ width: Int) {
        #expect(displayWidth(text) == width)
    }

    @Test("what could harm a terminal is shown as its code")
    func unprintable() {
        #expect(printable("a\u{1B}]0;x\u{7}b") == #"a\u{1B}]0;x\u{7}b"#)
        #expect(printable("gpj.\u{202E}exe") == #"gpj.\u{202E}exe"#)
        #expect(printable("größer ✓") == "größer ✓")
    }

    @Test(
        "output of jobs keeps its text and colours, and loses every other sequence",
        arguments: [
            ("plain\ttext\n", "plain\ttext\n"), ("\u{1B}[31mred\u{1B}[0m", "\u{1B}[31mred\u{1B}[0m"),
            ("\u{1B}]0;title\u{7}after", "after"), ("\u{1B}]8;;http://x\u{1B}\\link", "link"),
            ("\u{1B}[2J\u{1B}[Hgone", "gone"), ("bell\u{7}", "bell"), ("c1\u{9B}31mx", "c131mx"), ("größe", "größe"),
            ("\u{1B}[31;1", ""), ("\u{1B}cx", "x"),
        ])
    func filtered(_ text: String, _ expected: String) {
        for size in [1, 2, 100] {
            var filter = TerminalFilter(isColoured: true)
            var passed: [UInt8] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: size) {
                passed += filter.passing(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(String(decoding: passed, as: UTF8.self) == expected)
        }
        var plain = TerminalFilter(isColoured: false)
        #expect(!plain.passing(Array(text.utf8)).contains(0x1B))
    }

    @Test(
        "durations are said in two units at most",
        arguments: [
            (0, "0 ms"), (340, "340 ms"), (1200, "1.2 s"), (59_999, "59 s"), (60_000, "1 min"), (200_000, "3 min 20 s"),
            (7_500_000, "2 h 5 min"),
        ] as [(Int64, String)])
    func durations(_ milliseconds: Int64, _ words: String) {
        #expect(durationWords(milliseconds: milliseconds) == words)
    }
}
