/// What a principal is trusted with; each role may do what the ones before it may.
package enum Role: String, Hashable, Sendable, Codable, CaseIterable, Comparable {
    /// Reads everything in its scope, changes nothing.
    case viewer
    /// Runs, pauses, answers what was missed; changes when something runs, never what.
    case `operator`
    /// Decides what runs, and who may do what.
    case admin

    package static func < (a: Role, b: Role) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .viewer: 0
        case .operator: 1
        case .admin: 2
        }
    }
}

/// Whose schedules, runs and notifications a principal sees and acts on: everybody's, or one owner's.
///
/// In writing `*` or `owner:NAME`. There is no way to write "nobody's" or to leave it out, so that nothing empty can be
/// taken for everything.
package enum OwnerScope: Hashable, Sendable {
    case all
    case owner(String)

    package static let nameBytesMax = 128

    package func admits(_ ownerID: String) -> Bool {
        switch self {
        case .all: true
        case .owner(let name): name == ownerID
        }
    }

    /// The one owner; nil where it is everybody.
    package var owner: String? {
        switch self {
        case .all: nil
        case .owner(let name): name
        }
    }

    package var text: String {
        switch self {
        case .all: "*"
        case .owner(let name): "owner:\(name)"
        }
    }

    /// Reads what `text` writes; nil for anything else.
    package init?(_ text: String) {
        if text == "*" {
            self = .all
            return
        }
        guard text.hasPrefix("owner:") else { return nil }
        let name = text.dropFirst("owner:".count)
        guard !name.isEmpty, name.utf8.count <= Self.nameBytesMax else { return nil }
        self = .owner(String(name))
    }
}

extension OwnerScope: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let scope = OwnerScope(text) else {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: decoder.codingPath,
                    debugDescription: "scope says \"\(text)\"; it takes * or owner:NAME"))
        }
        self = scope
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}
