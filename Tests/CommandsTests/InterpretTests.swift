import Operations
import Testing

@testable import Commands

/// A request about a daily job; `rest` stands in for the instruction's member.
private func line(_ rest: String, id: String = "\"a\"") -> String {
    #"{"id":\#(id),"now":"2026-03-04T15:20:00Z","display_timezone":"America/Chicago","source":"cron","schedule":"#
        + #"{"title":"Nightly","cron_expr":"0 9 * * *","timezone":"America/Chicago","every_seconds":null,"run_at":null,"#
        + #""state":"active","category":"normal","timeout_seconds":null,"overlap":"skip"},"#
        + #""scheduled_at":"2026-03-05T15:00:00Z",\#(rest)}"#
}

private func instruction(_ words: String) -> String { line(#""instruction":"\#(words)""#) }

@Suite("almanac interpret --jsonl")
struct InterpretTests {
    @Test("answers every line with a line, in order")
    func order() async throws {
        let words = ["weekdays at 7am", "skip tomorrow", "pause until Monday", "banana", "move this run to 3pm"]
        let answer = await almanac("interpret", "--jsonl", input: words.map(instruction).joined(separator: "\n"))
        #expect(answer.status == .ok)
        let types = try answer.lines.map { try jsonValue(of: Array($0.utf8))["operation"]?["type"]?.string }
        #expect(types == ["set_schedule", "skip_occurrence", "pause", "none", "move_occurrence"])
    }

    @Test("writes the patch with what ends as null, the occurrence, and the id as it came")
    func form() async throws {
        let worked = line(#""instruction":"weekdays at 7am","expect":{},"tags":["days"]"#, id: "7")
        let input = [worked, instruction("skip tomorrow")]
        let answer = await almanac("interpret", "--jsonl", input: input.joined(separator: "\n"))
        #expect(
            answer.lines[0]
                == #"{"id":7,"operation":{"type":"set_schedule"},"patch":{"cron_expr":"0 7 * * 1-5","every_seconds":null,"#
                + #""run_at":null},"summary":"Run it: At 07:00, Monday to Friday, Chicago time.","warnings":[],"#
                + #""confidence":"high"}"#)
        #expect(answer.lines[1].contains(#""patch":{},"occurrence":{"at":["2026-03-05T15:00:00Z"]}"#))
    }

    @Test(
        "says what is wrong with a line, and goes on",
        arguments: [
            ("nope", "body"), ("[]", "body"), (line(#""instruction":5"#), "instruction"),
            (line(#""text":"x""#), "instruction"),
            (instruction("x").replacing(#""active""#, with: #""asleep""#), "schedule.state"),
            (instruction("x").replacing(#""0 9 * * *""#, with: "null"), "schedule.cron_expr"),
            (instruction("x").replacing("2026-03-04T15:20:00Z", with: "today"), "now"),
            (instruction("x").replacing(#""source":"cron","#, with: ""), "source"),
        ])
    func faults(_ bad: String, _ field: String) async throws {
        let answer = await almanac("interpret", "--jsonl", input: bad + "\n" + instruction("run it now") + "\n")
        #expect(answer.lines.count == 2)
        let error = try jsonValue(of: Array(answer.lines[0].utf8))["error"]
        #expect(error?["field"]?.string == field)
        #expect(error?["message"]?.string?.isEmpty == false)
        #expect(answer.lines[1].contains("run_now"))
    }

    @Test("a line that is too long is one error, and the next line is answered")
    func tooLong() async {
        let long = instruction(String(repeating: "a", count: 200_000))
        let answer = await almanac("interpret", "--jsonl", input: long + "\n" + instruction("run it now") + "\n")
        #expect(answer.lines.count == 2)
        #expect(answer.lines[0].contains("longer than"))
        #expect(answer.lines[1].contains("run_now"))
    }

    @Test("asks for --jsonl")
    func flag() async { #expect(await almanac("interpret").status == .usage) }
}
