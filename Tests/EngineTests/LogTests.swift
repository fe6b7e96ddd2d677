import CivilTime
import Operations
import StoreTestKit
import Testing

@testable import Engine

@Suite struct LogTests {
    @Test("the log tells the record again, whatever happened, and memory never differs from it (I2, I6, I7, I9, I25)")
    func randomStories() async throws {
        let seed = UInt64.random(in: .min ... .max)
        print("random stories: seed \(seed)")
        for number in 0..<12 {
            var story = RandomStory(seed: seed &+ UInt64(number))
            for step in 0..<250 {
                let what = story.step()
                let faults = story.faults()
                #expect(faults.isEmpty, "seed \(seed), story \(number), step \(step), after \(what): \(faults)")
                if !faults.isEmpty { return }
            }
            let record = story.world.record
            let told = replay(record.events)
            let standing = try await ReadModel(of: MemoryStore(record: record))
            #expect(told == standing, "seed \(seed), story \(number)")
        }
    }

    @Test("the same seed tells the same story")
    func deterministic() {
        func tell() -> [LogEvent] {
            var story = RandomStory(seed: 7)
            for _ in 0..<200 { _ = story.step() }
            return story.world.record.events
        }
        #expect(tell() == tell())
    }
}
