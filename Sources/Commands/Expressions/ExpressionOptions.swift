import ArgumentParser
import CivilTime
import Recurrence

/// An expression, and how it is to be read.
struct ExpressionOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp(
            "Zone of the local times, an IANA name. Default: ALMANAC_TIMEZONE, else America/Chicago.",
            valueName: "zone"))
    var tz: String?

    @Option(
        name: .long,
        help: ArgumentHelp(
            "Tool whose reading is meant: almanac, vixie, kubernetes, quartz, spring, systemd.", valueName: "name"))
    var dialect: String?

    @Option(name: .long, help: ArgumentHelp("Schedule id that H and ~ choose by.", valueName: "id"))
    var seed: String?
}

extension ReadExpression {
    /// Reads what the command line says.
    init(
        _ words: [String], _ options: ExpressionOptions, in surroundings: Surroundings, zones: ZoneDatabase
    ) throws(ExpressionFault) {
        try self.init(
            words.joined(separator: " "), timezone: options.tz ?? surroundings.defaultTimezone,
            dialect: options.dialect, seed: options.seed ?? "", zones: zones)
    }
}
