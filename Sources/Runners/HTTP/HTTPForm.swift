import FoundationEssentials
import Operations

/// A request as a job describes it, read and checked.
struct HTTPForm: Sendable {
    var method: String
    var url: URL
    var headers: [(name: String, value: String)]
    var body: [UInt8]?
    var success: SuccessStatus

    /// What is wrong with a job's description of its request.
    enum Fault: Error, Hashable {
        case command(String)
        case url(String)
        case scheme(String)
        case method(String)
        case member(String, allowed: String)
        case header(String)
    }

    /// Where the request goes.
    var destination: Destination {
        let scheme = url.scheme?.lowercased() ?? "http"
        return Destination(
            scheme: scheme, host: url.host(percentEncoded: false) ?? "",
            port: url.port ?? (scheme == "https" ? 443 : 80))
    }
}

extension HTTPForm {
    /// Reads `URL` or `METHOD URL`, and `headers`, `body` and `success_status` of `metadata.http`.
    ///
    /// Without a method it is POST if there is a body (or standard input), else GET. A body that is not text is
    /// sent as JSON.
    init(_ assignment: Assignment) throws(Fault) {
        let settings = try Self.settings(assignment.metadata["http"])
        var headers = try Self.headers(settings["headers"])
        var body = assignment.work.stdin.map { Array($0.utf8) }
        switch settings["body"] ?? .null {
        case .null: break
        case .string(let text): body = Array(text.utf8)
        case let value:
            body = value.jsonBytes
            if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
                headers.append(("Content-Type", "application/json"))
            }
        }
        (method, url) = try Self.target(assignment.work.command, methodByDefault: body == nil ? "GET" : "POST")
        self.headers = headers
        self.body = body
        if let status = settings["success_status"] {
            guard let read = SuccessStatus(status) else {
                throw .member("success_status", allowed: "a status, a list of them, or text such as “200-299, 304”")
            }
            success = read
        } else {
            success = .byDefault
        }
    }

    static func target(_ command: String, methodByDefault: String) throws(Fault) -> (method: String, url: URL) {
        let words = command.split(whereSeparator: \.isWhitespace)
        guard let last = words.last, words.count <= 2 else { throw .command(command) }
        let method = words.count == 2 ? String(words[0]) : methodByDefault
        guard (1...16).contains(method.utf8.count), method.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
            throw .method(method)
        }
        return (method, try checked(URL(string: String(last)), text: String(last)))
    }

    /// The URL if it is one that requests may go to.
    static func checked(_ url: URL?, text: String) throws(Fault) -> URL {
        guard let url, let scheme = url.scheme?.lowercased() else { throw .url(text) }
        guard scheme == "http" || scheme == "https" else { throw .scheme(scheme) }
        guard let host = url.host(percentEncoded: false), !host.isEmpty else { throw .url(text) }
        return url
    }

    private static let members: Set<String> = ["headers", "body", "success_status"]

    private static func settings(_ value: JSONValue?) throws(Fault) -> [String: JSONValue] {
        switch value ?? .null {
        case .null: return [:]
        case .object(let settings):
            if let unknown = settings.keys.sorted().first(where: { !members.contains($0) }) {
                throw .member(unknown, allowed: "only headers, body and success_status")
            }
            return settings
        case .bool, .integer, .number, .string, .array: throw .member("", allowed: "an object")
        }
    }

    private static func headers(_ value: JSONValue?) throws(Fault) -> [(name: String, value: String)] {
        switch value ?? .null {
        case .null: return []
        case .object(let headers):
            var read: [(name: String, value: String)] = []
            for (name, value) in headers.sorted(by: { $0.key < $1.key }) {
                switch value {
                case .string(let text): read.append((name, text))
                case .integer(let number): read.append((name, String(number)))
                case .null, .bool, .number, .array, .object: throw .header(name)
                }
                guard isToken(name), let last = read.last, isFieldValue(last.value) else { throw .header(name) }
            }
            return read
        case .bool, .integer, .number, .string, .array: throw .member("headers", allowed: "an object of texts")
        }
    }

    /// RFC 9110, 5.6.2: `token`.
    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// RFC 9110, 5.5: no control characters but tab.
    private static func isFieldValue(_ value: String) -> Bool {
        value.utf8.allSatisfy { $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }
    }
}

extension HTTPForm.Fault {
    /// The fault in plain words.
    var message: String {
        switch self {
        case .command: "the command of an http job is “URL” or “METHOD URL”"
        case .url(let text): "“\(text)” is not a URL with a host, such as https://example.org/path"
        case .scheme(let scheme): "the URL's scheme is \(scheme); it takes http or https"
        case .method(let method): "“\(method)” is not a method; it takes capital letters, such as POST"
        case .member("", let allowed): "metadata.http takes \(allowed)"
        case .member(let name, let allowed): "metadata.http.\(name): it takes \(allowed)"
        case .header(let name):
            "metadata.http.headers: “\(name)” can't be sent; names are tokens, values are text in one line"
        }
    }
}

extension JSONValue {
    /// The value as JSON text, members sorted.
    var jsonBytes: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Only a number that JSON can't hold (infinity) can fail, and JSON is where the value came from.
        return (try? encoder.encode(self)).map(Array.init) ?? Array("null".utf8)
    }
}
