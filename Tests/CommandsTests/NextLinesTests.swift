import CivilTime
import Operations
import Testing

@testable import Commands

@Suite("almanac next --jsonl")
struct NextLinesTests {
    @Test(
        "answers a line with a line",
        arguments: [
            (
                #"{"expr":"0 9 * * *","tz":"America/Chicago","after":1772500000,"n":3}"#,
                "[1772550000,1772636400,1772722800]"
            ),
            (#"{"expr": "0 9 * * *", "tz": "America/Chicago", "after": 1772500000}"#, "[1772550000]"),
            (#"{"n":2,"after":0,"tz":"UTC","expr":"@every 90m"}"#, "[5400,10800]"),
            (#"{"expr":"0 9 * * *","after":"2026-03-08T00:00:00Z"}"#, "[1772978400]"),
            (#"{"expr":"0 9 * * *","after":"2026-03-08T00:00:00Z","tz":null,"n":null}"#, "[1772978400]"),
            (#"{"expr":"0 9 * * \u002a","after":1772500000.9,"tz":"America\/Chicago"}"#, "[1772550000]"),
            (#"{"expr":"0 0 30 2 *","n":2}"#, "[]"),
            (#"{"expr":"0 0 0 1 1 ? 2199","tz":"UTC","n":5,"after":7000000000}"#, "[7226582400]"),
            (#"{"expr":"@daily","after":-1,"tz":"UTC","n":1}"#, "[0]"),
            (#"{"expr":"CRON_TZ=Asia/Tokyo 0 9 * * *","tz":"UTC","after":0}"#, "[86400]"),
            (#"{"expr":"0 0 ? * MON","dialect":"spring","tz":"UTC","after":0,"n":1}"#, nil),
            (#"  {"expr":"@daily","tz":"UTC","after":0}  "#, "[86400]"),
        ] as [(String, String?)])
    func answers(_ line: String, _ expected: String?) throws {
        let answer = try Self.answer(line)
        if let expected {
            #expect(answer == #"{"next":"# + expected + "}")
        } else {
            #expect(answer.hasPrefix(#"{"error":{"field":"#))
        }
    }

    @Test(
        "says what is wrong with a line, and where",
        arguments: [
            (#"{"expr":"0 25 * * *"}"#, "hour", 3), (#"{"expr":"* * *"}"#, "expr", nil), (#"{"expr":""}"#, "expr", nil),
            (#"{"expr":"@daily","tz":"America/Chigago"}"#, "tz", 1), (#"{"expr":"@daily","tz":""}"#, "tz", nil),
            (#"{"expr":"@daily","n":0}"#, "n", nil), (#"{"expr":"@daily","n":10001}"#, "n", nil),
            (#"{"expr":"@daily","n":1.5}"#, "n", nil), (#"{"expr":"@daily","n":"1"}"#, "n", nil),
            (#"{"expr":"@daily","after":"soon"}"#, "after", 1), (#"{"expr":"@daily","after":[]}"#, "after", nil),
            (#"{"expr":"@daily","dialect":"cronos"}"#, "dialect", 1), (#"{"expr":5}"#, "expr", nil),
            (#"{"tz":"UTC"}"#, "expr", nil), (#"{"exp":"@daily"}"#, "exp", nil), ("[]", "line", nil),
            (#"{"expr":"@daily","expr":"@hourly"}"#, "line", nil), (#"{"expr":"@daily"} x"#, "line", nil),
            (#"{"expr":"@daily""#, "line", nil), ("nope", "line", nil), ("", "line", nil),
            (#"{"expr":"@daily","after":01}"#, "line", nil),
        ] as [(String, String, Int?)])
    func faults(_ line: String, _ field: String, _ column: Int?) throws {
        let error = try jsonValue(of: Array(try Self.answer(line).utf8))["error"]
        #expect(error?["field"]?.string == field)
        #expect(error?["message"]?.string?.isEmpty == false)
        if let column { #expect(error?["column"]?.whole == Int64(column)) }
    }

    @Test("answers every line in order, an unfinished last one too, however the input is cut")
    func stream() async throws {
        let questions = (0..<500).map { #"{"expr":"\#($0 % 60) * * * *","tz":"UTC","after":0,"n":1}"# }
        let whole = await almanac("next", "--jsonl", input: questions.joined(separator: "\n"))
        #expect(whole.lines.count == 500)
        #expect(whole.lines[1] == #"{"next":[60]}"#)
        for size in [1, 7, 100] {
            let console = TestConsole(input: questions.joined(separator: "\n") + "\n")
            let cut = console.console()
            let lines = try Self.lines()
            let piecewise = Console(
                width: nil, isColoured: false, isInteractive: false, write: { _, bytes in try cut.write(bytes) },
                read: { _ in try cut.read(atMost: size) })
            #expect(try lines.answerAll(of: piecewise) == .ok)
            #expect(console.output == whole.output)
        }
    }

    @Test("a line that is too long is one error, and the next line is answered")
    func tooLong() async {
        let long = #"{"expr":""# + String(repeating: "*", count: 200_000) + #""}"#
        let answer = await almanac(
            "next", "--jsonl", input: long + "\n" + #"{"expr":"@daily","after":0,"tz":"UTC"}"# + "\n")
        #expect(answer.lines.count == 2)
        #expect(answer.lines[0].contains("longer than"))
        #expect(answer.lines[1] == #"{"next":[86400]}"#)
    }

    @Test("the plain reader and the full one agree on what both read")
    func agreement() throws {
        for (expression, zone) in [("*/5 * * * *", "UTC"), ("30 1 * * SUN", "America/Chicago"), ("61 * * * *", "UTC")] {
            for after in [0, 1_772_956_799, 1_793_512_800] {
                let plain = #"{"expr":"\#(expression)","tz":"\#(zone)","after":\#(after),"n":4}"#
                // An escape sends the line to the full reader.
                let spelled = plain.replacing("*", with: #"\u002a"#)
                #expect(try Self.answer(plain) == Self.answer(spelled))
            }
        }
    }

    @Test("the cache keeps what it was given, and goes on when it is full")
    func cache() throws {
        var cache = RuleCache()
        for round in 0..<2 {
            for number in 0..<(RuleCache.countMax + 100) {
                let line = Array(#"{"expr":"\#(number)","tz":"z"}"#.utf8)
                try line.withUnsafeBufferPointer { bytes in
                    let question = try #require(NextQuestion(plain: bytes))
                    let position = cache.position(of: .init(bytes, question)) { .refused(line) }
                    guard case .refused(let kept) = cache[position] else { return }
                    if kept != line { Issue.record("round \(round), number \(number)") }
                }
            }
        }
    }

    static func lines() throws -> NextLines {
        NextLines(
            zones: try ZoneDatabase.system(), timezone: "America/Chicago", dialect: nil, count: 1,
            clock: StoppedClock(now: testNow))
    }

    static func answer(_ line: String) throws -> String {
        var lines = try lines()
        var output = JSONText()
        Array(line.utf8).withUnsafeBufferPointer { lines.answer($0, into: &output) }
        #expect(output.bytes.last == UInt8(ascii: "\n"))
        return String(decoding: output.bytes.dropLast(), as: UTF8.self)
    }
}
