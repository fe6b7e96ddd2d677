package import CivilTime

/// The local hours in which a heartbeat beats: from `start` up to `end`, past midnight where `end` is not after
/// `start`. Equal ends mean the whole day.
package struct ActiveHours: Hashable, Sendable, Codable {
    package let start: LocalTime
    /// 24:00 stands for the end of the day.
    package let end: LocalTime

    package init(start: LocalTime, end: LocalTime) {
        self.start = start
        self.end = end
    }

    /// Reads "09:00" and "17:00", the end up to "24:00"; nil for anything else.
    package init?(start: some StringProtocol, end: some StringProtocol) {
        guard let first = LocalTime(start), let last = LocalTime(rangeEnd: end) else { return nil }
        self.init(start: first, end: last)
    }

    package func contains(_ time: LocalTime) -> Bool { contains(secondOfDay: time.secondOfDay) }

    func contains(secondOfDay second: Int) -> Bool {
        if start.secondOfDay < end.secondOfDay { return second >= start.secondOfDay && second < end.secondOfDay }
        return second >= start.secondOfDay || second < end.secondOfDay
    }

    /// The length in seconds, 1...86,400.
    package var seconds: Int {
        let length = end.secondOfDay - start.secondOfDay
        return length > 0 ? length : length + 86_400
    }

    /// "09:00 to 17:00".
    package var words: String { "\(start) to \(end)" }
}
