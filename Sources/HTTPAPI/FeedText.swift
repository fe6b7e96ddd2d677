import Access
import CivilTime
import Documents
import Operations
import Projection

/// A feed's answer as text, written piece by piece: a long one is on its way while its end is still to be written, and
/// never held whole.
struct FeedText: JSONPieces {
    private enum Part {
        case frame
        case events(Int)
        case lanes(Int)
        case stasis(Int)
        case rest
        case written
    }

    private let answer: CalendarDesk.Answer
    private let question: CalendarDesk.Question
    private let zone: Zone
    private let display: EventDisplay
    private let settings: DisplaySettings
    private let principal: Principal
    private var part = Part.frame
    private var counts: [EventStatus: Int] = [:]
    /// By the page's schedules: what their plain events have in common, once two were written.
    private var examples: [EventExample?]
    private var hasPlainEvent: [Bool]
    /// Of the plain event written last.
    private var times: InstantFields?
    private var laneHours = LaneHourFields()

    init(
        _ answer: CalendarDesk.Answer, to question: CalendarDesk.Question, display: EventDisplay,
        settings: DisplaySettings,
        principal: Principal
    ) {
        self.answer = answer
        self.question = question
        self.zone = display.zone
        self.display = display
        self.principal = principal
        self.settings = settings
        self.examples = Array(repeating: nil, count: answer.facts.count)
        self.hasPlainEvent = Array(repeating: false, count: answer.facts.count)
    }

    mutating func write(to json: inout JSONWriter, upTo bytes: Int) -> Bool {
        while json.bytes.count < bytes {
            switch part {
            case .frame:
                writeFrame(to: &json)
                json.beginArray("events")
                part = .events(0)
            case .events(let place):
                part = write(place, of: answer.page.count, then: "always_running", .lanes(0), Part.events, to: &json) {
                    $0.writeEvent($1, to: &$2)
                }
            case .lanes(let place):
                part = write(place, of: answer.lanes.count, then: "stasis_queue", .stasis(0), Part.lanes, to: &json) {
                    $2.lane($0.answer.lanes[$1], display: $0.display, hours: &$0.laneHours)
                }
            case .stasis(let place):
                part = write(place, of: answer.stasisQueue.count, then: nil, .rest, Part.stasis, to: &json) {
                    let (entry, facts) = $0.answer.stasisQueue[$1]
                    $2.stasis(entry, facts: facts, display: $0.display)
                }
            case .rest:
                writeRest(to: &json)
                part = .written
            case .written: return false
            }
        }
        return true
    }

    /// Writes one element of a list, or ends the list and begins the next.
    private mutating func write(
        _ place: Int, of count: Int, then next: String?, _ following: Part, _ same: (Int) -> Part,
        to json: inout JSONWriter, _ element: (inout FeedText, Int, inout JSONWriter) -> Void
    ) -> Part {
        if place < count {
            element(&self, place, &json)
            return same(place + 1)
        }
        json.endArray()
        if let next { json.beginArray(next) }
        return following
    }

    private mutating func writeEvent(_ place: Int, to json: inout JSONWriter) {
        let index = answer.page.scheduleIndex(place)
        let isPlain = answer.facts[index].map { answer.page.isPlain(place, $0) } ?? false
        if isPlain, let example = examples[index] {
            counts[example.status, default: 0] += 1
            return json.event(at: times(of: answer.page.instant(place)), like: example)
        }
        guard let event = answer.page.event(place, facts: answer.facts[index]) else { return }
        counts[event.status, default: 0] += 1
        json.event(event, display: display)
        // One that stays alone on its page is an example to nobody.
        if isPlain, hasPlainEvent[index] { examples[index] = EventExample(event, display: display) }
        if isPlain { hasPlainEvent[index] = true }
    }

    private mutating func times(of instant: Instant) -> InstantFields {
        if let times, times.instant == instant { return times }
        let made = InstantFields(instant, display: display)
        times = made
        return made
    }

    private func writeFrame(to json: inout JSONWriter) {
        let window = question.window
        json.field("timezone", zone.identifier)
        json.field("view", window.view.rawValue)
        json.field("now_utc", answer.now)
        json.field("start_utc", window.span.from)
        json.field("end_utc", window.span.to)
        json.field("start_local", zone.iso8601(window.span.from))
        json.field("end_local", zone.iso8601(window.span.to))
        json.field("week_start", settings.weekStart)
        json.object("settings") { json in
            json.field("timezone", settings.zone.identifier)
            json.field("hour12", settings.hour12)
            json.field("week_start", settings.weekStart)
            json.field("lane_threshold_per_day", settings.laneOccurrencesPerDay)
        }
        json.object("access") { json in json.access(principal) }
        json.array("days") { json in
            for day in window.days { json.day(day, zone: zone) }
        }
        json.field("truncated", answer.next != nil)
        json.field("version", answer.lastEvent.seq)
        json.field("last_seq", answer.lastEvent.seq)
        json.field("last_event_at_utc", answer.lastEvent.at)
    }

    private func writeRest(to json: inout JSONWriter) {
        json.array("outages") { json in
            for outage in answer.outages { json.outage(outage) }
        }
        json.array("legend") { json in
            for status in EventStatus.allCases {
                json.object { json in
                    json.field("status", status.rawValue)
                    json.field("label", status.label)
                }
            }
        }
        json.object("stats") { json in
            json.field("events", answer.page.count)
            json.field("schedules", answer.scheduleCount)
            json.field("lanes", answer.laneCount)
            json.field("stasis", answer.stasisQueue.reduce(0) { $0 + $1.entry.count })
            json.object("by_status") { json in
                for status in EventStatus.allCases { json.field(status.rawValue, counts[status] ?? 0) }
            }
        }
        json.field("next_cursor", answer.next?.text)
    }
}

extension JSONWriter {
    /// Writes a stasis entry with the event that stands for it.
    mutating func stasis(_ entry: StasisEntry, facts: ScheduleFacts?, display: EventDisplay) {
        object { json in
            json.stasis(entry)
            json.name("event")
            json.event(
                CalendarEvent(missed: entry, at: entry.lastAt, count: entry.count, facts: facts), display: display)
        }
    }
}
