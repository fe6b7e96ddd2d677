/// A table for the terminal: columns as wide as their content, cut where the terminal ends.
package struct TextTable {
    package enum Alignment: Hashable, Sendable {
        case left
        case right
    }

    /// A column; `widthMin` is how narrow it may become when the terminal is too narrow for all, nil is never cut.
    package struct Column: Hashable, Sendable {
        var title: String
        var alignment: Alignment
        var widthMin: Int?

        package init(title: String, alignment: Alignment = .left, widthMin: Int? = nil) {
            self.title = title
            self.alignment = alignment
            self.widthMin = widthMin
        }
    }

    package struct Cell: Hashable, Sendable, ExpressibleByStringLiteral {
        var text: String
        var style: TextStyle

        package init(_ text: String, _ style: TextStyle = .plain) {
            self.text = printable(text)
            self.style = style
        }

        package init(stringLiteral value: String) { self.init(value) }
    }

    static let gap = 2

    let columns: [Column]
    private(set) var rows: [[Cell]] = []

    package init(_ columns: [Column]) { self.columns = columns }

    /// Adds a row; cells beyond the columns are left out, missing ones are empty.
    package mutating func add(_ cells: [Cell]) {
        rows.append(
            Array(cells.prefix(columns.count)) + Array(repeating: "", count: max(0, columns.count - cells.count)))
    }

    /// The lines of the table with its heading; a nil width cuts nothing.
    package func lines(width: Int?, isColoured: Bool) -> [String] {
        let widths = columnWidths(within: width)
        let heading = columns.map { Cell($0.title, .heading) }
        return ([heading] + rows).map { line(of: $0, widths: widths, isColoured: isColoured) }
    }

    /// The lines as the console takes them, set in by `indent` columns.
    func lines(for console: Console, indent: Int = 0) -> [String] {
        lines(width: console.width.map { $0 - indent }, isColoured: console.isColoured)
            .map { String(repeating: " ", count: indent) + $0 }
    }

    private func columnWidths(within width: Int?) -> [Int] {
        var widths = columns.indices.map { index in
            max(displayWidth(columns[index].title), rows.map { displayWidth($0[index].text) }.max() ?? 0)
        }
        guard let width else { return widths }
        var excess = widths.reduce(0, +) + Self.gap * (columns.count - 1) - width
        // The widest column that may shrink gives way first, so that short ones stay whole.
        while excess > 0 {
            let candidates = columns.indices.filter { widths[$0] > columns[$0].widthMin ?? .max }
            guard let widest = candidates.max(by: { widths[$0] < widths[$1] }) else { break }
            widths[widest] -= 1
            excess -= 1
        }
        return widths
    }

    private func line(of cells: [Cell], widths: [Int], isColoured: Bool) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let text = cut(cell.text, toWidth: widths[index])
            let padding = String(repeating: " ", count: widths[index] - displayWidth(text))
            let shown = isColoured ? cell.style.applied(to: text) : text
            let isLast = index == cells.count - 1
            switch columns[index].alignment {
            case .left: line += isLast ? shown : shown + padding
            case .right: line += padding + shown
            }
            if !isLast { line += String(repeating: " ", count: Self.gap) }
        }
        while line.last == " " { line.removeLast() }
        return line
    }
}

/// Names and values one below the other, the values in one column.
func fieldLines(_ fields: [(name: String, value: String)], console: Console) -> [String] {
    let width = fields.map { displayWidth($0.name) }.max() ?? 0
    return fields.map { name, value in
        let padding = String(repeating: " ", count: width - displayWidth(name) + 2)
        return console.styled(name, .quiet) + padding + printable(value)
    }
}
