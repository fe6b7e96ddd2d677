extension ItemReader {
    /// "between 9 and 5", "from 8am to 6pm", "9-17", "08:00–18:00", "9am to 5pm", "9 till 5".
    mutating func window() -> RequestItem? {
        let isBetween = accept("between")
        let isFrom = !isBetween && accept("from")
        _ = accept("the")
        _ = accept("hours")
        _ = accept("of")
        let isHoursMeant =
            isBetween || isFrom || prefersHours && current?.kind == .digits
            || lexemes.contains { $0.text == "only" || $0.text == "hours" }
        guard let first = clock(isBareAllowed: true, isSpokenAllowed: !isHoursMeant) else { return nil }
        let firstPart = partBeside()
        let isJoined: Bool
        if isBetween {
            isJoined = accept("and", "to", "until", "through") || acceptMark("&") || acceptMark("-")
        } else {
            isJoined = accept("to", "until", "through") || acceptMark("-") || isFrom && accept("and")
        }
        guard isJoined else { return nil }
        guard let second = clock(isBareAllowed: true) else { return nil }
        let secondPart = partBeside()
        if !isBetween, !isFrom {
            // "9-17": a bare pair of numbers must look like hours.
            let isTight =
                lexemes[position - 1].isAttached && lexemes[position - 2].isMark("-")
                && lexemes[position - 2].isAttached
            guard isTight || first.half != .open || second.half != .open || isWindowContext else { return nil }
        }
        guard first.exists || first.isEndOfDay, second.exists || second.isEndOfDay else {
            return .impossible("no such time")
        }
        return .window(first, firstPart, second.isEndOfDay ? .midnight : second, secondPart)
    }

    var isWindowContext: Bool {
        lexemes.contains { ["only", "hours", "active", "just", "window"].contains($0.text) } || lexemes.count <= 6
    }
}
