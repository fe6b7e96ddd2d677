/// The name of a list that a mistyped one most likely stands for; nil where none is close.
func closestName(to name: String, among names: [String]) -> String? {
    let wanted = Array(name.lowercased().utf8.prefix(64))
    guard !wanted.isEmpty else { return nil }
    let allowance = max(1, wanted.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in names {
        let distance = editDistance(wanted, Array(candidate.lowercased().utf8.prefix(64)))
        if distance <= allowance, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour.
private func editDistance(_ first: [UInt8], _ second: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: second.count + 1)
    var last = Array(0...second.count)
    for row in 1...max(first.count, 1) where row <= first.count {
        var current = [row] + [Int](repeating: 0, count: second.count)
        for column in 1...max(second.count, 1) where column <= second.count {
            let isSame = first[row - 1] == second[column - 1]
            current[column] = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + (isSame ? 0 : 1))
            if row > 1, column > 1, first[row - 1] == second[column - 2], first[row - 2] == second[column - 1] {
                current[column] = min(current[column], beforeLast[column - 2] + 1)
            }
        }
        beforeLast = last
        last = current
    }
    return last[second.count]
}

/// Lower-case letters, digits and dashes: what names and ids are made of.
func slug(_ text: some StringProtocol, lengthMax: Int) -> String {
    var slug = ""
    var isPending = false
    for character in text.lowercased() where slug.utf8.count < lengthMax {
        if character.isASCII, character.isLetter || character.isNumber {
            if isPending, !slug.isEmpty, slug.utf8.count + 1 < lengthMax { slug.append("-") }
            isPending = false
            slug.append(character)
        } else {
            isPending = true
        }
    }
    return slug
}
