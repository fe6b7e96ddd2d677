import CivilTime
import Operations

/// A calendar window as lines: the lanes, what waits in stasis, then day by day what ran and what is to come.
struct Agenda {
    let feed: CalendarFeed
    let display: TimeDisplay
    let console: Console

    var lines: [String] {
        var lines = laneLines + stasisLines
        let byDay = Dictionary(grouping: feed.events) { event in
            event["scheduled_at_utc"]?.instant.map { display.zone.local($0).date }
        }
        for day in feed.days {
            if !lines.isEmpty { lines.append("") }
            lines.append(heading(day))
            let events = byDay[day] ?? []
            lines += events.isEmpty ? [console.styled("  nothing", .quiet)] : table(events)
        }
        return lines
    }

    /// "Sun 2026-03-08 · 23 h · today".
    private func heading(_ day: LocalDate) -> String {
        let start = display.zone.startOfDay(day)
        let end = display.zone.startOfDay(day.adding(days: 1))
        let minutes = Int(start.seconds(to: end)) / 60
        var words = "\(weekdayName(day)) \(day)"
        if minutes != 1440 { words += " · \(minutes / 60) h" + (minutes % 60 == 0 ? "" : " \(minutes % 60) min") }
        if start <= display.now, display.now < end { words += " · today" }
        return console.styled(words, .heading)
    }

    private func table(_ events: [JSONValue]) -> [String] {
        var table = TextTable([
            .init(title: "TIME"), .init(title: "STATUS"), .init(title: "TITLE", widthMin: 14),
            .init(title: "SCHEDULE", widthMin: 8), .init(title: "REMARK", widthMin: 8),
        ])
        for event in events {
            let status = event["status"]?.string ?? "-"
            table.add([
                .init(event["scheduled_at_utc"]?.instant.map(display.clock) ?? "-"),
                .init(status, .of(status: status)), .init(event["title"]?.string ?? "-"),
                .init(Self.scheduleName(event)), .init(Self.remark(event)),
            ])
        }
        return Array(table.lines(for: console, indent: 2).dropFirst())
    }

    static func scheduleName(_ event: JSONValue) -> String {
        let ref = event["source_ref"]?.string ?? ""
        return event["source"]?.string == Source.heartbeat.rawValue ? "heartbeat:\(ref)" : ref
    }

    private static func remark(_ event: JSONValue) -> String {
        let many = (event["missed_count"]?.whole).flatMap { $0 > 1 ? "\($0) missed" : nil }
        let why = event["reason"]?.string ?? event["status_detail"]?.string
        return [many, why, event["dst"]?["text"]?.string].compactMap { $0 }.joined(separator: "; ")
    }

    private var laneLines: [String] {
        guard !feed.lanes.isEmpty else { return [] }
        var table = TextTable([
            .init(title: "SCHEDULE", widthMin: 8), .init(title: "TITLE", widthMin: 12), .init(title: "STATUS"),
            .init(title: "NEXT"), .init(title: "COUNTS", widthMin: 10),
        ])
        for lane in feed.lanes {
            let status = lane["status"]?.string ?? "-"
            table.add([
                .init(Self.scheduleName(lane)), .init(lane["title"]?.string ?? "-"),
                .init(status, .of(status: status)),
                .init(lane["next_due_utc"]?.instant.map(display.brief) ?? "-"), .init(Self.counts(lane)),
            ])
        }
        return [console.styled("Always running", .heading)] + table.lines(for: console, indent: 2).dropFirst()
    }

    private static let countNames = ["failed", "missed", "running", "success", "skipped", "scheduled"]

    /// "286 success, 1 failed": the sums of a lane's hours, worst first.
    private static func counts(_ lane: JSONValue) -> String {
        var sums: [String: Int64] = [:]
        for hour in lane["hours"]?.list ?? [] {
            for name in countNames { sums[name, default: 0] += hour[name]?.whole ?? 0 }
        }
        return countNames.compactMap { name in sums[name].flatMap { $0 > 0 ? "\($0) \(name)" : nil } }
            .joined(separator: ", ")
    }

    private var stasisLines: [String] {
        guard !feed.stasis.isEmpty else { return [] }
        let missed = feed.stasis.reduce(0) { $0 + ($1["count"]?.whole ?? 1) }
        let words = "\(missed) missed \(missed == 1 ? "occurrence waits" : "occurrences wait") in stasis"
        return [console.styled(words, .attention) + " (`almanac stasis` lists them)"]
    }
}
