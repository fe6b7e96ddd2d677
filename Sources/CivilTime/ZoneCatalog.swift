/// The names of the zones and what the links among them stand for.
struct ZoneCatalog: Sendable {
    let names: [String]
    /// The names in small letters, in the order of `names`.
    private let folded: [[UInt8]]
    private let byLowercase: [String: String]
    private let targets: [String: String]

    /// Takes the names that have files, and the links from the text of tzdata.zi ("L America/Chicago US/Central").
    init(names: [String], source: String) {
        var links: [String: String] = [:]
        for line in source.utf8.split(separator: 10) where line.starts(with: "L ".utf8) {
            let words = line.split(separator: 32)
            guard words.count == 3 else { continue }
            links[String(decoding: words[2], as: UTF8.self)] = String(decoding: words[1], as: UTF8.self)
        }
        self.init(names: names, links: links)
    }

    /// Takes the names, and what each link among them stands for.
    init(names: [String], links: [String: String]) {
        self.names = names
        folded = names.map { Array($0.lowercased().utf8) }
        byLowercase = Dictionary(names.map { ($0.lowercased(), $0) }) { first, _ in first }
        targets = links
    }

    func canonicalName(_ name: String) -> String? {
        guard let known = byLowercase[name.lowercased()] else { return nil }
        var target = known
        // Links lead to zones in one step, rarely two.
        for _ in 0..<4 { target = targets[target] ?? target }
        return target
    }

    /// Up to three names that differ by letter case, by their place name, or by few letters.
    func closest(to name: String) -> [String] {
        let wanted = name.lowercased().replacing(" ", with: "_")
        guard !wanted.isEmpty, wanted.utf8.count <= 60 else { return [] }
        if let exact = byLowercase[wanted] { return [exact] }
        let whole = Array(wanted.utf8)
        let place = Self.place(whole[...])
        let scoreMax = 2 + max(2, place.count / 2)
        let scored = names.indices.compactMap { index -> (name: String, score: Int)? in
            let candidate = folded[index][...]
            let score = min(
                Self.score(whole[...], candidate, upTo: scoreMax) * 2,
                Self.score(place, Self.place(candidate), upTo: scoreMax) * 2 + 1)
            return score <= scoreMax ? (names[index], score) : nil
        }
        let best = scored.map(\.score).min() ?? 0
        let near = scored.filter { $0.score <= best + 1 }.sorted { ($0.score, $0.name) < ($1.score, $1.name) }
        return near.prefix(3).map(\.name)
    }

    /// What stands behind the last slash.
    private static func place(_ name: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        name.lastIndex(of: UInt8(ascii: "/")).map { name[($0 + 1)...] } ?? name
    }

    /// The edit distance; `limit` stands for one that the lengths alone put beyond it.
    private static func score(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>, upTo limit: Int) -> Int {
        abs(left.count - right.count) * 2 > limit ? limit : editDistance(left, right)
    }
}

/// The number of single-letter changes, additions and removals that turn one text into the other; a swap of two
/// neighbours counts as one.
package func editDistance(_ left: some Collection<UInt8>, _ right: some Collection<UInt8>) -> Int {
    let (left, right) = (ContiguousArray(left), ContiguousArray(right))
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    // Three rows of the table, which take turns.
    let width = right.count + 1
    var rows = ContiguousArray(repeating: 0, count: 3 * width)
    for column in 0..<width { rows[column] = column }
    var (last, beforeLast) = (0, 2 * width)
    for row in 1...left.count {
        let current = last == 2 * width ? 0 : last + width
        rows[current] = row
        for column in 1..<width {
            let change = left[row - 1] == right[column - 1] ? 0 : 1
            var cost = min(
                rows[last + column] + 1, rows[current + column - 1] + 1, rows[last + column - 1] + change)
            if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                cost = min(cost, rows[beforeLast + column - 2] + 1)
            }
            rows[current + column] = cost
        }
        (beforeLast, last) = (last, current)
    }
    return rows[last + right.count]
}
