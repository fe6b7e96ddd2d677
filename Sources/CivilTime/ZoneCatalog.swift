/// The names of the zones and what the links among them stand for.
struct ZoneCatalog: Sendable {
    let names: [String]
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
        let place = Array((wanted.split(separator: "/").last ?? "").utf8)
        let scored = names.compactMap { candidate -> (name: String, score: Int)? in
            let lower = candidate.lowercased()
            let candidatePlace = Array((lower.split(separator: "/").last ?? "").utf8)
            let whole = editDistance(Array(wanted.utf8), Array(lower.utf8))
            let score = min(whole * 2, editDistance(place, candidatePlace) * 2 + 1)
            return score <= 2 + max(2, place.count / 2) ? (candidate, score) : nil
        }
        let best = scored.map(\.score).min() ?? 0
        let near = scored.filter { $0.score <= best + 1 }.sorted { ($0.score, $0.name) < ($1.score, $1.name) }
        return near.prefix(3).map(\.name)
    }
}

/// The number of single-letter changes, additions and removals that turn one text into the other; a swap of two
/// neighbours counts as one.
package func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforeLast = [Int](repeating: 0, count: right.count + 1)
    var last = Array(0...right.count)
    for row in 1...left.count {
        var current = [row]
        for column in 1...right.count {
            let change = left[row - 1] == right[column - 1] ? 0 : 1
            var cost = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + change)
            if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                cost = min(cost, beforeLast[column - 2] + 1)
            }
            current.append(cost)
        }
        beforeLast = last
        last = current
    }
    return last[right.count]
}
