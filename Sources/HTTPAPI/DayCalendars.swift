package import CivilTime
import Synchronization

/// The calendars of days that the configuration declares, by name; they change when it is read again.
package final class DayCalendars: Sendable {
    private let held: Mutex<[String: [LocalDate]]>

    package init(_ calendars: [String: [LocalDate]]) {
        held = Mutex(calendars)
    }

    package var dates: [String: [LocalDate]] { held.withLock { $0 } }

    package func replace(with calendars: [String: [LocalDate]]) { held.withLock { $0 = calendars } }
}
