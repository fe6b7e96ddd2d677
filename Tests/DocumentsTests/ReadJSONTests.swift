import Documents
import Operations
import Testing

@Suite("Reading JSON")
struct ReadJSONTests {
    struct Row: NamedRow {
        var name: String
        var expected: JSONValue

        init(_ name: String, _ expected: JSONValue) {
            self.name = name
            self.expected = expected
        }
    }

    @Test(
        "Every kind of value is read",
        arguments: [
            Row("null", nil), Row(" true ", true), Row("false", false), Row("0", 0), Row("-17", -17),
            Row("9223372036854775807", .integer(.max)), Row("-9223372036854775808", .integer(.min)),
            Row("9223372036854775808", .number(9_223_372_036_854_775_808)), Row("1.5", .number(1.5)),
            Row("-0.25e+2", .number(-25)), Row("1E3", .number(1000)), Row("30.0", .number(30)),
            Row(#""""#, ""), Row(#""a\"b\\c\/d\b\f\n\r\t""#, "a\"b\\c/d\u{8}\u{C}\n\r\t"),
            Row(#""\u00e9\ud83d\ude00\u0000""#, "é😀\0"), Row(#""é😀""#, "é😀"), Row("[]", []), Row("{}", [:]),
            Row("[1, [2, {}], \"x\"]", [1, [2, [:]], "x"]), Row("\u{FEFF}{\"a\" : 1}", ["a": 1]),
            Row("{\"a\":{\"b\":[null,true]},\"c\":\"d\"}", ["a": ["b": [nil, true]], "c": "d"]),
        ])
    func reads(_ row: Row) throws { #expect(try json(row.name) == row.expected) }

    struct Fault: NamedRow {
        var name: String
        var text: String
        var expected: String

        init(_ text: String, _ expected: String) {
            name = text
            self.text = text
            self.expected = expected
        }
    }

    @Test(
        "The first fault is named with line, column and a hint",
        arguments: [
            Fault("", "1:1 body: The text is empty; a JSON value is expected."),
            Fault(
                "{\n  \"a\": 1,\n}",
                "3:1 body: \"}\" stands where a name in double quotes is expected. Remove the comma before it."),
            Fault("[1,]", "1:4 body: \"]\" stands where a value is expected. Remove the comma before it."),
            Fault(
                "{\"é\": 'x'}", "1:7 body: \"'\" stands where a value is expected. JSON text stands in double quotes."),
            Fault("{a:1}", "1:2 body: \"a\" stands where a name in double quotes is expected."),
            Fault("{\"a\" 1}", "1:6 body: \"1\" stands where a colon is expected after \"a\"."),
            Fault("[1 2]", "1:4 body: \"2\" stands where a comma or ] is expected."),
            Fault("{\"a\":1,\"a\":2}", "1:8 body: \"a\" is given twice."),
            Fault("tru", "1:1 body: \"tru\" stands where a value is expected."),
            Fault("1 2", "1:3 body: \"2\" follows the end of the value."),
            Fault("// x", "1:1 body: \"/\" stands where a value is expected. JSON has no comments."),
            Fault("\"abc", "1:5 body: The text ends inside a string. Close it with a double quote."),
            Fault("\"a\nb\"", "1:3 body: A control character stands in a text. Write \\n for a line break."),
            Fault(#""\x""#, "1:2 body: \"\\x\" is no escape. Write \\\\ for a backslash."),
            Fault(#""\u12g4""#, "1:2 body: \\u takes four hexadecimal digits."),
            Fault(#""\ud800""#, "1:2 body: Half of a surrogate pair stands alone."),
            Fault(#""\udc00\ud800""#, "1:2 body: Half of a surrogate pair stands alone."),
            Fault(
                "01",
                "1:1 body: \"01\" is not a number as JSON writes it. Write digits, with a point or an exponent, and no zero in front."
            ),
            Fault(
                "1.",
                "1:1 body: \"1.\" is not a number as JSON writes it. Write digits, with a point or an exponent, and no zero in front."
            ),
            Fault(
                "-",
                "1:1 body: \"-\" is not a number as JSON writes it. Write digits, with a point or an exponent, and no zero in front."
            ),
            Fault(
                "1e999",
                "1:1 body: \"1e999\" is not a number as JSON writes it. Write digits, with a point or an exponent, and no zero in front."
            ),
            Fault("[", "1:2 body: The text ends where a value is expected."),
            Fault("{\"a\":1", "1:7 body: The end stands where a comma or } is expected."),
        ])
    func faults(_ row: Fault) { #expect(refusal { try json(row.text) } == [row.expected]) }

    @Test("T14, T19: depth and size are limited by name")
    func limits() throws {
        let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
        _ = try json(deep)
        #expect(refusal { try json("[" + deep + "]") } == ["1:65 body: Values are nested more than 64 deep."])
        let long = Array("\"\(String(repeating: "x", count: jsonBytesMax))\"".utf8)
        #expect(refusal { try readJSON(long) } == ["body: The text has 1048578 bytes; at most 1048576 are read."])
        #expect(try readJSON(long, bytesMax: 2_000_000).string?.utf8.count == jsonBytesMax)
    }

    @Test(
        "Bytes that are not UTF-8 are refused",
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xE2, 0x82],
        ])
    func encoding(bytes: [UInt8]) {
        let refused = refusal { try readJSON(bytes) }
        #expect(refused.count == 1 && refused[0].hasSuffix("body: The text is not UTF-8."), "\(refused)")
    }

    @Test("What is written reads back the same")
    func roundTrip() throws {
        var random = SeededRandom(seed: 0xA11A)
        for _ in 0..<500 {
            let value = random.value(depth: 4)
            #expect(try json(written { $0.value(value) }) == value, "seed \(random.seed)")
        }
    }

    @Test("Any bytes are read or refused, never trapped on")
    func anyBytes() throws {
        var random = SeededRandom(seed: 0xF00D)
        let sample = Array(#"{"a":[1,-2.5e3,"x\u00e9\n",null,true],"b":{"c":""}}"#.utf8)
        for _ in 0..<5000 {
            var bytes = sample
            for _ in 0...random.next(below: 3) {
                bytes[random.next(below: bytes.count)] = UInt8(random.next(below: 256))
            }
            if random.next(below: 4) == 0 { bytes.removeLast(random.next(below: bytes.count)) }
            _ = try? readJSON(bytes)
        }
    }
}
