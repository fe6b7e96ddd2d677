import CivilTime
import Foundation
import Operations
import Testing

@testable import StoreSQLite
@testable import StoreTestKit

/// What is written by hand is what the general encoder would write.
struct RecordTextTests {
    @Test("A missed stretch, whatever its timetable and answer", arguments: Samples.timetables)
    func stretches(timetable: Timetable) throws {
        for var entry in [Samples.entry("one"), Samples.fullEntry("two")] {
            entry.timetable = timetable
            try expectEqual(entry, written: Array(try entry.recordText(Documents()).utf8))
        }
    }

    @Test("A notification with nothing and with everything set")
    func notifications() throws {
        for notification in [Samples.notification("one"), Samples.fullNotification("two")] {
            try expectEqual(notification, written: Array(notification.recordText().utf8))
        }
    }

    @Test("Events of runs, stretches and notifications; others are left to the general encoder")
    func events() throws {
        let full = Samples.fullEvent
        let payloads = [
            EventPayload(run: full.payload.run), EventPayload(stasis: full.payload.stasis),
            EventPayload(notification: full.payload.notification), EventPayload(),
            EventPayload(run: full.payload.run, stasis: full.payload.stasis, withdrawn: full.payload.withdrawn),
        ]
        for payload in payloads {
            var event = full
            event.payload = payload
            try expectEqual(event, written: try #require(try event.recordText(Documents())))
        }
        #expect(try full.recordText(Documents()) == nil)
    }

    private func expectEqual<Value: Codable & Equatable>(_ value: Value, written bytes: [UInt8]) throws {
        #expect(try Documents().value(Value.self, from: Data(bytes)) == value)
        let byHand = try JSONSerialization.jsonObject(with: Data(bytes)) as? NSDictionary
        let byEncoder = try JSONSerialization.jsonObject(with: JSONEncoder().encode(value)) as? NSDictionary
        #expect(byHand == byEncoder)
    }
}
