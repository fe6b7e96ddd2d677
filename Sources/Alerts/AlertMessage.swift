import Documents
import FoundationEssentials
import Notifications
import Operations
import Projection
import Runners

/// What a delivery says, before it takes a channel's form: plain text within bounds.
struct AlertMessage: Hashable, Sendable {
    static let titleLengthMax = 200
    static let textLengthMax = 1_000

    /// The first of those that it tells of, whose id it bears.
    var delivery: Delivery
    /// What it tells on the whole: news, or that something is over.
    var kind: Delivery.Kind
    /// The loudest of those that it tells of; nil for a test.
    var category: Operations.Category?
    /// One line.
    var title: String
    var text: String
    /// The notification with its texts as plain as the message's; nil for a test and for many in one.
    var notification: Notification?
    /// Where the event is on the page; nil without a public URL.
    var eventLink: String?
    /// Where the run's output is.
    var logLink: String?

    /// Links begin with `publicURL` alone: what requests call the server is of no account here.
    init(_ delivery: Delivery, publicURL: String?) {
        self.delivery = delivery
        kind = delivery.kind
        category = delivery.notification?.category
        guard var notification = delivery.notification else {
            title = "A test of the alert channel \(delivery.channel)"
            text = "Nothing has failed. Somebody wanted to see a message of Almanac arrive."
            eventLink = publicURL.map { Self.base($0) + "/" }
            return
        }
        notification.title = Self.plain(notification.title, lengthMax: Self.titleLengthMax, isOneLine: true)
        notification.message = Self.plain(notification.message, lengthMax: Self.textLengthMax, isOneLine: false)
        self.notification = notification
        switch delivery.kind {
        case .opened, .test: title = notification.title
        case .repeated: title = "\(notification.title), \(notification.count) times by now"
        case .recovered: title = "Resolved: \(notification.title)"
        }
        text = notification.message
        guard let publicURL else { return }
        let base = Self.base(publicURL)
        eventLink =
            notification.occurrence.map { "\(base)/?view=day&event=\(percentEncoded($0.description))" } ?? "\(base)/"
        logLink = notification.runID.map { "\(base)/api/v1/ops/runs/\(percentEncoded($0))/log" }
    }

    /// Titles that a message about many has room for.
    static let titlesMax = 15

    /// What many deliveries of one channel say together.
    init(bundling deliveries: [Delivery], first: Delivery, publicURL: String?) {
        delivery = first
        let over = deliveries.count { $0.kind == .recovered }
        kind = over == deliveries.count ? .recovered : .opened
        let categories = deliveries.compactMap(\.notification?.category)
        category = Operations.Category.allCases.first(where: categories.contains)
        let news = deliveries.count - over
        title = [news > 0 ? "\(news) failed or missed" : nil, over > 0 ? "\(over) resolved" : nil]
            .compactMap { $0 }.joined(separator: ", ")
        // The news first, and of these the loudest.
        let ordered = deliveries.enumerated().sorted { a, b in
            (Self.rank(a.element), a.offset) < (Self.rank(b.element), b.offset)
        }
        var lines = ordered.prefix(Self.titlesMax).map { AlertMessage($0.element, publicURL: nil).title }
        if deliveries.count > lines.count { lines.append("and \(deliveries.count - lines.count) more") }
        text = Self.plain(lines.joined(separator: "\n"), lengthMax: Self.bundleLengthMax, isOneLine: false)
        eventLink = publicURL.map { Self.base($0) + "/" }
    }

    static let bundleLengthMax = 2_500

    private static func rank(_ delivery: Delivery) -> Int {
        let loudness = delivery.notification.flatMap { Operations.Category.allCases.firstIndex(of: $0.category) } ?? 0
        return delivery.kind == .recovered ? Operations.Category.allCases.count + loudness : loudness
    }

    private static func base(_ url: String) -> String { String(url.reversed().drop { $0 == "/" }.reversed()) }

    /// Titles and reasons come from jobs and what they print: no control characters, and no more than there is room for.
    static func plain(_ text: String, lengthMax: Int, isOneLine: Bool) -> String {
        var plain = OutputText.plain(text.utf8)
        if isOneLine { plain = plain.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        return plain.count <= lengthMax ? plain : plain.prefix(lengthMax - 1) + "…"
    }
}
