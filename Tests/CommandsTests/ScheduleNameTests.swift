import Operations
import Testing

@testable import Commands

@Suite("Names of schedules")
struct ScheduleNameTests {
    static let schedules: [ScheduleView] = [
        ScheduleView(source: .cron, value: ["job_id": "nightly-ledger", "title": "Nightly ledger"]),
        ScheduleView(source: .cron, value: ["job_id": "nightly-backup", "title": "Backup of the night"]),
        ScheduleView(source: .heartbeat, value: ["session_id": "ops", "title": "Operations"]),
    ]

    @Test(
        "a schedule is found by id, title, the start of either, and its prefix",
        arguments: [
            ("nightly-ledger", "nightly-ledger"), ("nightly-l", "nightly-ledger"), ("NIGHTLY LEDGER", "nightly-ledger"),
            ("backup", "nightly-backup"), ("heartbeat:ops", "heartbeat:ops"), ("op", "heartbeat:ops"),
            ("cron:nightly-b", "nightly-backup"), ("cron|nightly-backup", "nightly-backup"),
            ("session:ops", "heartbeat:ops"),
        ])
    func found(_ text: String, _ name: String) throws {
        let parsed = ScheduleName(text)
        let among = Self.schedules.filter { parsed.sources.contains($0.source) }
        #expect(try parsed.choose(among: among).name == name)
    }

    @Test("several are listed, none is said")
    func notFound() {
        #expect {
            try ScheduleName("nightly").choose(among: Self.schedules)
        } throws: { error in
            (error as? CommandFailure)?.details == [
                "nightly-ledger  Nightly ledger", "nightly-backup  Backup of the night",
            ]
        }
        #expect {
            try ScheduleName("weekly").choose(among: Self.schedules)
        } throws: { error in
            (error as? CommandFailure)?.status == .refused
        }
    }
}
