import ChangeRequests
import CivilTime
import Operations
import Testing

@Suite("Requests in plain words")
struct WorkedCasesTests {
    @Test("are understood as the worked cases say", arguments: [("examples", 70), ("corpus", 400)])
    func workedCases(_ name: String, atLeast count: Int) throws {
        let zones = try ZoneDatabase.system()
        let interpreter = ChangeInterpreter(zones: zones)
        let cases = try WorkedCase.all(in: name)
        #expect(cases.count >= count)
        for worked in cases {
            let faults = worked.faults(in: interpreter.interpret(worked.request), zones: zones)
            #expect(faults.isEmpty, "\(worked.id) \"\(worked.request.instruction)\": \(faults)")
        }
    }

    @Test("are answered with a warning wherever nothing comes of them or something was assumed")
    func warnings() throws {
        let interpreter = ChangeInterpreter(zones: try ZoneDatabase.system())
        for name in ["examples", "corpus"] {
            for worked in try WorkedCase.all(in: name) {
                let answer = interpreter.interpret(worked.request)
                #expect((answer.operation == .none) == (answer.confidence == .low), "\(worked.id)")
                if answer.confidence != .high { #expect(!answer.warnings.isEmpty, "\(worked.id)") }
                if answer.operation == .none {
                    #expect(answer.patch.isEmpty && answer.occurrence == nil, "\(worked.id)")
                }
                #expect(!answer.summary.isEmpty)
            }
        }
    }
}
