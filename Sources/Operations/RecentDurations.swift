/// How long a schedule's last successful runs took, the newest last: what is usual for it.
package struct RecentDurations: Hashable, Sendable {
    /// How many are remembered.
    package static let countMax = 20

    package private(set) var milliseconds: [Int64]

    /// The last `countMax` of these.
    package init(_ milliseconds: [Int64] = []) {
        self.milliseconds = milliseconds.suffix(Self.countMax)
    }

    /// Remembers one more, and forgets the oldest where there are too many.
    package mutating func add(_ duration: Int64) {
        milliseconds = (milliseconds + [duration]).suffix(Self.countMax)
    }

    /// nil where nothing is known.
    package var medianMS: Int64? { rank(0.5) }

    /// What 19 of 20 runs do not exceed; nil where fewer than `percentileCountMin` are known.
    package var p95MS: Int64? { milliseconds.count < Self.percentileCountMin ? nil : rank(0.95) }

    /// Of fewer runs the highest says nothing about what is usual.
    package static let percentileCountMin = 5

    private func rank(_ share: Double) -> Int64? {
        guard !milliseconds.isEmpty else { return nil }
        return milliseconds.sorted()[min(milliseconds.count - 1, Int(share * Double(milliseconds.count)))]
    }
}

extension Run {
    /// The duration that counts towards what is usual: that of a success.
    package var usualDurationMS: Int64? { status == .success ? durationMS : nil }
}
