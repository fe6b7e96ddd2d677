import Operations

/// What the server answered to one request.
struct Answer: Sendable {
    let status: Int
    let contentType: String
    let bytes: [UInt8]
    let address: ServerAddress

    var isSuccess: Bool { (200..<300).contains(status) }
    var isNotFound: Bool { status == 404 }
    var isConflict: Bool { status == 409 }

    /// The answer itself, where the server did what it was asked.
    func orRefusal() throws -> Answer {
        if isSuccess { return self }
        throw refusal
    }

    /// The answer as a JSON value; throws where it is none.
    func value() throws -> JSONValue {
        do {
            return try jsonValue(of: bytes)
        } catch {
            throw CommandFailure(
                status: .notUnderstood, message: "What answers at \(address) is not an Almanac server.",
                details: ["It answered with \(contentType.isEmpty ? "no content type" : contentType)."],
                hint: "Check the address: --url, or ALMANAC_URL.")
        }
    }

    /// A named member of the answer.
    func member(_ name: String) throws -> JSONValue {
        guard let member = try value()[name] else {
            throw CommandFailure(
                status: .notUnderstood, message: "The answer of \(address) has no \"\(name)\".",
                hint: "The server may be of another version: compare `almanac version` with its health page.")
        }
        return member
    }

    /// The refusal in words: `detail`, then each of `errors[]` with its hint (RFC 9457).
    var refusal: CommandFailure {
        guard let problem = try? jsonValue(of: bytes), problem.object != nil else {
            return CommandFailure(
                status: status == 401 || status == 403 ? .refused : .notUnderstood,
                message: "The server at \(address) answered with status \(status) and no explanation.")
        }
        let message =
            problem["detail"]?.string ?? problem["title"]?.string ?? "The server answered with status \(status)."
        let errors = problem["errors"]?.list ?? []
        // A single fault is often the detail itself: its hint is all that it adds.
        let isSaid = errors.count == 1 && errors[0]["message"]?.string == message
        let hint = problem["hint"]?.string ?? (isSaid ? errors[0]["hint"]?.string : nil)
        return CommandFailure(
            status: .refused, message: message, details: isSaid ? [] : errors.flatMap(Self.lines),
            hint: hint ?? (status == 401 ? Self.tokenHint : nil), document: printed)
    }

    private static let tokenHint =
        "Put an access token into ALMANAC_TOKEN, or name a file that holds one: --token-file, ALMANAC_TOKEN_FILE."

    private static func lines(of error: JSONValue) -> [String] {
        let message = error["message"]?.string ?? "is not accepted"
        let line = error["field"]?.string.map { "\($0): \(message)" } ?? message
        return [line] + (error["hint"]?.string.map { ["  Hint: \($0)"] } ?? [])
    }

    /// The bytes as they came, ended by a newline: what `--json` prints.
    var printed: [UInt8] { bytes.last == UInt8(ascii: "\n") ? bytes : bytes + [UInt8(ascii: "\n")] }
}
