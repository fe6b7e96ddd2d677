import CivilTime

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
