package import CivilTime
import Operations
import Recurrence

/// Reads what people ask of a schedule in plain words.
///
/// Words are split into lexemes, mended where they are misspelt, read into items (times, days, verbs …), gathered into
/// a wish, and held against the schedule. What was not understood is named in a warning and lowers the confidence;
/// docs/change-requests.md has the rules.
package struct ChangeInterpreter: Sendable {
    let zones: ZoneDatabase
    let places: PlaceNames

    package init(zones: ZoneDatabase) {
        self.zones = zones
        places = PlaceNames(zones)
    }

    /// The change that the words ask for; `none` with a warning where there is none that can be made out.
    package func interpret(_ request: ChangeRequest) -> Interpretation {
        guard let zone = try? zones.zone(named: request.schedule.timezone) else {
            return .nothing("The schedule's time zone \"\(request.schedule.timezone)\" is not known here.")
        }
        let displayZone = (try? zones.zone(named: request.displayTimezone)) ?? zone
        guard request.instruction.utf8.count <= ChangeRequest.instructionBytesMax else {
            return .nothing("The request is longer than \(ChangeRequest.instructionBytesMax) bytes.")
        }
        switch RequestText(request.instruction, title: request.schedule.title, places: places) {
        case .refused(let reason): return .nothing(reason)
        case .text(let text):
            let isHeartbeat = request.schedule.source == .heartbeat
            var reader = ItemReader(text.lexemes, places: places, prefersHours: isHeartbeat)
            let found = reader.items()
            var gathering = WishReader(
                found, source: text.bytes, isHeartbeat: isHeartbeat,
                resolveZone: { [zones] name in zones.canonicalName(name).map { _ in name } })
            gathering.wish.title = text.title
            gathering.wish.cron = text.cron
            var wish = gathering.read()
            wish.finish(found, text)
            if let refusal = wish.refusal { return .nothing(refusal) }
            var composer = Composer(request, wish: wish, zones: zones, zone: zone, displayZone: displayZone)
            return composer.interpretation()
        }
    }
}
