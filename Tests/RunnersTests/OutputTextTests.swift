import Testing

@testable import Runners

struct OutputTextTests {
    @Test(
        "Output becomes plain text",
        arguments: [
            ("plain ünïcödé\ttext\n", "plain ünïcödé\ttext\n"),
            ("\u{1B}[1;31mred\u{1B}[0m and \u{1B}[2Kgone", "red and gone"),
            ("\u{1B}]0;title\u{7}shown", "shown"),
            ("\u{1B}]8;;https://example.org\u{1B}\\link\u{1B}]8;;\u{1B}\\", "link"),
            ("\u{1B}P1$r0m\u{1B}\\after", "after"),
            ("\u{1B}(Bcharset \u{1B}7saved\u{1B}8", "charset saved"),
            ("\u{9B}31mC1\u{9D}x\u{9C}!", "C1!"),
            ("cut short \u{1B}[31\nnext line", "cut short \nnext line"),
            ("bell\u{7} nul\0 del\u{7F} back\u{8}", "bell nul del back"),
            ("dos\r\nline, 10%\r20%\r", "dos\nline, 10%\n20%\n"),
            ("turned \u{202E}gpj.exe\u{2066}", "turned gpj.exe"),
            ("<img onerror=x>", "<img onerror=x>"),
            ("ends in \u{1B}", "ends in "),
        ])
    func plain(raw: String, text: String) {
        #expect(OutputText.plain(raw.utf8) == text)
    }

    @Test("Bytes that are no UTF-8 are replaced, and a character cut at the beginning is left out")
    func invalid() {
        #expect(OutputText.plain([0x61, 0xFF, 0x62]) == "a\u{FFFD}b")
        #expect(OutputText.preview(of: [0xA4, 0x62, 0x63]) == "bc")
        #expect(OutputText.preview(of: [0x61, 0xE2, 0x82]) == "a\u{FFFD}")
    }

    @Test("The preview is the last 400 characters without blank lines around them")
    func length() {
        let text = String(repeating: "é", count: 500) + "end\n\n"
        let preview = OutputText.preview(of: Array(text.utf8))
        #expect(preview.count == 400)
        #expect(preview.hasSuffix("éend"))
        #expect(OutputText.preview(of: []) == "")
        #expect(OutputText.preview(of: Array(" \n\t\n".utf8)) == "")
    }

    @Test("T12: random bytes never yield control characters")
    func random() {
        for seed in UInt64(1)...50 {
            var random = SplitMix(state: seed)
            let alphabet: [UInt8] = [
                0x1B, 0x5B, 0x5D, 0x50, 0x07, 0x9B, 0xC2, 0x6D, 0x0A, 0x0D, 0x41, 0xE2, 0x80, 0xAE, 0x00,
            ]
            let bytes = (0..<200).map { _ in alphabet.randomElement(using: &random) ?? 0 }
            let bad = OutputText.plain(bytes).unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" && $0 != "\t" }
            #expect(bad.isEmpty, "seed \(seed)")
        }
    }
}
