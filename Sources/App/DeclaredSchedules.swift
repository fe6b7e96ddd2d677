import CivilTime
import Documents
import Engine
import HTTPAPI
import Logging
import Operations
import ServiceLifecycle
import UnixSignals

/// Brings the schedules that the configuration file declares into the record, and keeps them as declared.
///
/// A declared schedule carries a mark; one whose declaration has gone is disabled, not deleted: its history and what waits
/// in stasis stay.
struct DeclaredSchedules: Sendable {
    let engine: Engine
    let calendars: DayCalendars
    let logger: Logger

    static let mark = "declared_in_configuration"
    private static let actor = Actor(.system, "configuration")

    func apply(_ configuration: Configuration) async {
        calendars.replace(with: configuration.settings.calendars)
        let drafts = (configuration.jobs + configuration.sessions).map { draft in
            for warning in draft.warnings {
                logger.warning(
                    "a declared schedule", metadata: ["schedule": "\(draft.schedule.id)", "remark": "\(warning)"])
            }
            var schedule = draft.schedule
            schedule.metadata[Self.mark] = true
            return schedule
        }
        let known = engine.snapshot()
        for draft in drafts { await declare(draft, over: known[draft.id]?.schedule) }
        let declared = Set(drafts.map(\.id))
        for entry in known.values
        where entry.schedule.metadata[Self.mark] == true && !declared.contains(entry.schedule.id) {
            await release(entry.schedule)
        }
        await refresh(configuration.settings.calendars)
    }

    /// Gives the schedules that name a calendar the dates it has now.
    private func refresh(_ calendars: [String: [LocalDate]]) async {
        for entry in engine.snapshot().values.sorted(by: { $0.schedule.id < $1.schedule.id }) {
            var schedule = entry.schedule
            for case .calendar(let name, _) in schedule.timetable.exclusions where calendars[name] == nil {
                logger.warning(
                    "a calendar is no longer declared; its dates stay excluded",
                    metadata: ["schedule": "\(schedule.id)", "calendar": "\(name)"])
            }
            schedule.timetable = schedule.timetable.updating(calendars)
            guard schedule.timetable != entry.schedule.timetable else { continue }
            await perform(
                .edit(schedule, expectedVersion: schedule.version), reason: "a calendar of the configuration changed")
        }
    }

    /// Disables what is no longer declared and takes its mark: a declaration that comes back enables it again.
    private func release(_ schedule: Schedule) async {
        var released = schedule
        released.metadata[Self.mark] = nil
        released.state = .disabled
        await perform(
            .edit(released, expectedVersion: schedule.version), reason: "no longer declared in the configuration")
    }

    private func declare(_ draft: Schedule, over current: Schedule?) async {
        guard let current else { return await perform(.create(draft), reason: nil) }
        let next = draft.declaring(over: current)
        if next != current {
            await perform(.edit(next, expectedVersion: current.version), reason: "declared differently")
        }
    }

    private func perform(_ command: Command, reason: String?) async {
        do {
            _ = try await engine.perform(CommandRequest(command, by: Self.actor, reason: reason))
        } catch {
            logger.error("a declared schedule was refused", metadata: ["error": "\(error)"])
        }
    }
}

extension Schedule {
    /// This declaration laid over what is on record: what the file says, with the record's progress and an operator's pause.
    func declaring(over current: Schedule) -> Schedule {
        var next = self
        next.version = current.version
        next.createdAt = current.createdAt
        next.updatedAt = current.updatedAt
        next.cursor = current.cursor
        next.timetable.added = current.timetable.added
        // An interval keeps its phase: the anchor is the moment of the first declaration.
        if case .every(let seconds, _) = timetable.timing, case .every(seconds, let anchor) = current.timetable.timing {
            next.timetable.timing = .every(seconds: seconds, anchor: anchor)
        }
        // What an operator paused or disabled stays so; what the configuration itself had released is taken up again.
        let isReleased = current.state == .disabled && current.metadata[DeclaredSchedules.mark] == nil
        if state == .active, !isReleased { next.state = current.state }
        return next
    }
}

/// Applies the configuration once the engine runs.
struct DeclareService: Service {
    let configuration: Configuration?
    let declared: DeclaredSchedules

    func run() async throws {
        // Without a file nothing is declared, and nothing declared before is released.
        if let configuration { await declared.apply(configuration) }
        // A service that ends while another is being stopped would have the whole group cancelled.
        try? await gracefulShutdown()
    }
}

/// Reads the configuration again on SIGHUP; a bad file is refused whole and the running state kept.
struct ReloadService: Service {
    let path: String?
    let declared: DeclaredSchedules
    let logger: Logger

    func run() async throws {
        for await _ in await UnixSignalsSequence(trapping: .sighup).cancelOnGracefulShutdown() {
            do {
                guard let configuration = try ConfigurationFile(path: path).read().declared else {
                    logger.warning("there is no configuration file to read again")
                    continue
                }
                await declared.apply(configuration)
                logger.info(
                    "the configuration was read again; settings other than schedules take effect at the next start")
            } catch let fault as StartFault {
                logger.error(
                    "the configuration was refused; the running one stays", metadata: ["fault": "\(fault.message)"])
            }
        }
    }
}
