import CivilTime
import Documents
import Operations
import Testing

@Suite("Writing JSON")
struct JSONWriterTests {
    @Test("Commas and colons come by themselves")
    func structure() {
        let text = written { json in
            json.object { json in
                json.field("a", 1)
                json.object("b") { _ in }
                json.array("c") { json in
                    json.value(1)
                    json.array { _ in }
                    json.object { $0.field("d", true) }
                    json.null()
                }
                json.array("e", ["x", "y"])
                json.field("f") { $0.value("g") }
                json.null("h")
                json.name("i")
                json.raw(json: Array("[1]".utf8))
            }
        }
        #expect(text == #"{"a":1,"b":{},"c":[1,[],{"d":true},null],"e":["x","y"],"f":"g","h":null,"i":[1]}"#)
    }

    @Test("nil is null in a field, and nothing in a field that may be absent")
    func optionals() {
        let text = written { json in
            json.object { json in
                json.field("s", nil as String?)
                json.field("i", nil as Int?)
                json.field("l", Int64?.some(5))
                json.field("d", nil as Double?)
                json.field("b", Bool?.some(false))
                json.field("t", nil as Instant?)
                json.fieldIfPresent("x", nil as String?)
                json.fieldIfPresent("y", "z")
                json.fieldIfPresent("n", nil as Int?)
            }
        }
        #expect(text == #"{"s":null,"i":null,"l":5,"d":null,"b":false,"t":null,"y":"z"}"#)
    }

    @Test(
        "Texts are escaped where JSON asks for it, and only there",
        arguments: [
            ("", #""""#), ("plain", #""plain""#), ("a\"b\\c/", #""a\"b\\c/""#), ("\n\r\t", #""\n\r\t""#),
            ("\u{0}\u{1F}\u{8}", #""\u0000\u001f\u0008""#), ("é😀\u{7F}", "\"é😀\u{7F}\""),
            (String(repeating: "x", count: 300) + "\"", "\"" + String(repeating: "x", count: 300) + "\\\"\""),
        ])
    func texts(text: String, expected: String) { #expect(written { $0.value(text) } == expected) }

    @Test("Texts of every length, with and without what needs an escape, as names and as values")
    func anyText() {
        var random = SeededRandom(seed: 11)
        for length in 0..<200 {
            for escapes in [false, true] {
                let text = String(
                    decoding: (0..<length).map { _ in
                        let anything = escapes && random.next(below: 30) == 0
                        return UInt8(anything ? random.next(below: 128) : 35 + random.next(below: 57))
                    }, as: UTF8.self)
                #expect(written { $0.value(text) } == quoted(text))
                let named = written { json in
                    json.object { json in
                        json.field(text, 1)
                        json.field(text, text)
                    }
                }
                #expect(named == "{\(quoted(text)):1,\(quoted(text)):\(quoted(text))}")
            }
        }
    }

    /// Byte by byte, as the grammar of JSON has it.
    private func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }

    @Test("Whole numbers of every length")
    func anyNumber() {
        var power: Int64 = 1
        for _ in 0..<18 {
            power *= 10
            for number in [power - 1, power, power + 1, -power, 1 - power] {
                #expect(written { $0.value(number) } == "\(number)")
            }
        }
    }

    @Test(
        "Numbers keep their value; what JSON has no number for is null",
        arguments: [
            (1.5, "1.5"), (30, "30.0"), (-0.001, "-0.001"), (1e300, "1e+300"), (.infinity, "null"), (.nan, "null"),
        ] as [(Double, String)])
    func doubles(number: Double, expected: String) { #expect(written { $0.value(number) } == expected) }

    @Test("Whole numbers reach to both ends of 64 bits")
    func wholes() {
        #expect(written { $0.value(Int64.min) } == "-9223372036854775808")
        #expect(written { $0.value(Int64.max) } == "9223372036854775807")
        #expect(written { $0.value(0) } == "0")
    }

    @Test(
        "Instants are written as they write themselves",
        arguments: [0, 1, 999, 1_772_637_600_000, 1_772_637_600_250, -1, -62_135_596_800_000, 253_402_300_799_000])
    func instants(milliseconds: Int64) {
        let instant = Instant(epochMilliseconds: milliseconds)
        #expect(written { $0.value(instant) } == "\"\(instant.iso8601)\"")
    }

    @Test("A text that is not stored in one piece is written whole")
    func bridged() {
        let text = "a" + String(repeating: "\u{301}\n", count: 50)
        #expect(
            written { $0.value(text) } == "\""
                + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n") + "\"")
    }
}
