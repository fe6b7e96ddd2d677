/// The sizes that written forms are held to; bytes are of UTF-8.
package enum FieldLimits {
    package static let commandBytesMax = 65_536
    package static let stdinBytesMax = 65_536
    package static let titleLengthMax = 200
    package static let descriptionLengthMax = 4000
    package static let ownerLengthMax = 128
    package static let channelLengthMax = 200
    package static let pathBytesMax = 4096
    package static let expressionLengthMax = 500
    package static let envCountMax = 200
    package static let envValueBytesMax = 32_768
    package static let metadataBytesMax = 16_384
    /// One second to seven days.
    package static let timeoutSeconds: ClosedRange<Int64> = 1...604_800
    package static let graceSeconds: ClosedRange<Int64> = 0...604_800
    package static let retries: ClosedRange<Int64> = 0...10
    /// One second to ten years.
    package static let everySeconds: ClosedRange<Int64> = 1...315_576_000
    /// Dates and calendars of one schedule.
    package static let exclusionsMax = 400
    package static let calendarsMax = 50
    package static let calendarNameLengthMax = 64
    package static let calendarDatesMax = 1000
    package static let alertChannelsMax = 20
    package static let okTokensMax = 20
    package static let okTokenLengthMax = 100
    package static let ackLength: ClosedRange<Int64> = 0...10_000
    /// Characters of a title made from a command.
    static let derivedTitleLengthMax = 60
}
