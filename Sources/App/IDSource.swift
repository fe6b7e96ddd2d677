import CivilTime
import Engine

/// Ids that are unique, safe in URLs, and sort by the time they were made: 10 digits of milliseconds, 12 of chance
/// (Crockford's base 32, lower case).
struct IDSource: Sendable {
    private let clocks: any Clocks

    init(clocks: any Clocks) {
        self.clocks = clocks
    }

    var next: @Sendable () -> String {
        { [clocks] in
            var generator = SystemRandomNumberGenerator()
            let time = UInt64(clamping: clocks.now.epochMilliseconds)
            return Self.digits(time, count: 10) + Self.digits(generator.next(), count: 12)
        }
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")

    private static func digits(_ value: UInt64, count: Int) -> String {
        String((0..<count).reversed().map { alphabet[Int(value >> UInt64($0 * 5) & 31)] })
    }
}
