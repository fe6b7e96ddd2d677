import CivilTime
import Foundation
import Recurrence
import Testing

/// The Open Cron Pattern Specification's own vectors (open-source-cron/ocps, CC BY-SA 4.0).
struct ConformanceVector: Decodable, Sendable, CustomTestStringConvertible {
    var level: String
    var id: String
    var pattern: String
    var match: [String]?
    var nomatch: [String]?
    var parse: String?
    var equivalent: String?

    enum CodingKeys: String, CodingKey {
        case level, id, pattern, match, nomatch, parse
        case equivalent = "equivalent_to"
    }

    var testDescription: String { "\(level) \(id): \(pattern)" }

    private struct File: Decodable {
        var vectors: [ConformanceVector]
    }

    static func all() throws -> [ConformanceVector] {
        let url = try #require(Bundle.module.url(forResource: "ocps", withExtension: "json", subdirectory: "Vectors"))
        return try JSONDecoder().decode(File.self, from: Data(contentsOf: url)).vectors
    }
}

@Suite("The Open Cron Pattern Specification, levels 1.0 to 1.4")
struct ConformanceTests {
    @Test("Each vector of the specification holds", arguments: try ConformanceVector.all())
    func vector(_ vector: ConformanceVector) throws {
        if vector.parse == "reject" {
            #expect(throws: CronSyntaxError.self) { try CronExpression(vector.pattern) }
            return
        }
        let expression = try CronExpression(vector.pattern)
        let rule = Rule.cron(expression, .utc, .dialect)
        for text in vector.match ?? [] {
            #expect(rule.matches(try instant(text)), "\(vector.pattern) occurs at \(text)")
        }
        for text in vector.nomatch ?? [] {
            #expect(!rule.matches(try instant(text)), "\(vector.pattern) does not occur at \(text)")
        }
        if let other = vector.equivalent {
            #expect(expression.canonical == (try CronExpression(other).canonical))
        }
    }

    @Test("The vectors are all there") func complete() throws {
        #expect(try ConformanceVector.all().count == 37)
    }

    private func instant(_ text: String) throws -> Instant {
        try #require(Instant(iso8601: text + "Z"))
    }
}
