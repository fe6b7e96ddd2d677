import Access
import ArgumentParser
import CivilTime
import Commands
import Documents
import Foundation
import Operations
import Recurrence

/// `almanac token`: who may come in, and as what. It works on the data folder's file, beside a running server or without
/// one: whoever may write there may do anything anyway.
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make, list and revoke access tokens; make a link that signs in once.",
        discussion: "It works on the data folder, whether the server runs or not, and holds from its next request on.",
        subcommands: [Create.self, List.self, Revoke.self, Link.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "create", abstract: "Make a token. It is shown once, and only its hash is kept.",
            discussion: """
                almanac token create ci --role operator --expires 90d
                almanac token create wall-screen --role viewer --owner ops
                """)

        @Argument(help: ArgumentHelp("How the audit names whoever uses it.", valueName: "name")) var name: String
        @Option(name: .long, help: "viewer reads, operator decides when, admin decides what runs.") var role: Role
        @Option(
            name: .long,
            help: ArgumentHelp("Only what this owner has. Default: everybody's.", valueName: "owner"))
        var owner: String?
        @Option(
            name: .long,
            help: ArgumentHelp("How long it is good for, such as 90d. Default: until revoked.", valueName: "time"))
        var expires: String?
        @OptionGroup var options: RecordOptions

        func run() throws {
            try explaining {
                let now = SystemWallClock().now
                let expiresAt = try expires.map { now.advanced(bySeconds: try seconds($0)) }
                let scope = owner.map { OwnerScope.owner($0) } ?? .all
                let folder = try options.folder()
                let secret = try folder.changeAccess { book throws(AccessBook.Refusal) in
                    try book.create(
                        name: name, role: role, scope: scope, expiresAt: expiresAt, now: now, random: systemRandom)
                }
                complain(
                    "Token of \(name): \(role.rawValue), \(scope.words), \(expiresAt.map { "until \($0.iso8601)" } ?? "until revoked"). It is shown this once."
                )
                print(secret.text)
            }
        }

        private func seconds(_ text: String) throws -> Int64 {
            do {
                return try parseInterval(text)
            } catch {
                throw StartFault(
                    message: "--expires says \"\(text)\": it takes a time such as 90d or 12h.", exitCode: 64)
            }
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the tokens, without what would open anything.")

        @Flag(name: .long, help: "As JSON.") var json = false
        @OptionGroup var options: RecordOptions

        func run() throws {
            try explaining {
                let now = SystemWallClock().now
                let book = try options.folder().readAccess()
                json ? printJSON(book, now) : printTable(book, now)
            }
        }

        private func printTable(_ book: AccessBook, _ now: Instant) {
            let titles = ["NAME", "ID", "ROLE", "OWNER", "STATUS", "CREATED", "EXPIRES", "LAST USED", "SESSIONS"]
            var table = TextTable(titles.map { TextTable.Column(title: $0) })
            for token in book.tokens {
                let cells = [
                    token.name, token.id, token.role.rawValue, token.scope.owner ?? "(all)", token.status(at: now),
                    token.createdAt.iso8601, token.expiresAt?.iso8601 ?? "-", token.lastUsedAt?.iso8601 ?? "-",
                    "\(book.sessions.count { $0.tokenID == token.id && now < $0.expiresAt })",
                ]
                table.add(cells.map { TextTable.Cell($0) })
            }
            for line in table.lines(width: nil, isColoured: false) { print(line) }
        }

        private func printJSON(_ book: AccessBook, _ now: Instant) {
            var writer = JSONWriter()
            writer.object { json in
                json.array("tokens") { json in
                    for token in book.tokens {
                        json.object { json in
                            json.field("id", token.id)
                            json.field("name", token.name)
                            json.field("role", token.role.rawValue)
                            json.field("owner", token.scope.owner)
                            json.field("status", token.status(at: now))
                            json.field("created_at", token.createdAt)
                            json.field("expires_at", token.expiresAt)
                            json.field("last_used_at", token.lastUsedAt)
                            json.field("revoked_at", token.revokedAt)
                        }
                    }
                }
            }
            print(String(decoding: writer.bytes, as: UTF8.self))
        }
    }

    struct Revoke: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke", abstract: "End a token, and every browser session that was opened with it.")

        @Argument(help: ArgumentHelp("The token's name or id.", valueName: "name")) var token: String
        @OptionGroup var options: RecordOptions

        func run() throws {
            try explaining {
                let folder = try options.folder()
                let ended = try folder.changeAccess { book throws(AccessBook.Refusal) in
                    try book.revoke(token, now: SystemWallClock().now)
                }
                print("Revoked \(ended.name) (\(ended.id)). It opens nothing from the next request on.")
                folder.removeAdminToken(of: ended)
            }
        }
    }

    struct Link: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "link", abstract: "Make a link that signs a browser in, once and within ten minutes.")

        @Argument(help: ArgumentHelp("Token that the browser is to act as.", valueName: "name"))
        var token = AccessSetup.firstName
        @Option(
            name: .long,
            help: ArgumentHelp("Where the browser finds the page. Default: as configured.", valueName: "address"))
        var url: String?
        @OptionGroup var options: RecordOptions

        func run() throws {
            try explaining {
                let folder = try options.folder()
                let address: String
                if let url {
                    address = url.hasSuffix("/") ? String(url.dropLast()) : url
                } else {
                    let settings = try ConfigurationFile(path: options.config).read().configuration.settings
                    address = settings.pageAddress(port: settings.port)
                }
                print(try folder.signInLink(at: address, as: token))
            }
        }
    }
}

extension Role: ExpressibleByArgument {}

extension OwnerScope {
    fileprivate var words: String { owner.map { "what \"\($0)\" owns" } ?? "everybody's" }
}

extension TokenRecord {
    fileprivate func status(at now: Instant) -> String {
        if revokedAt != nil { return "revoked" }
        return isLive(at: now) ? "live" : "expired"
    }
}

extension DataFolder {
    /// A link whose code stands in the fragment, which a browser sends to nobody.
    func signInLink(at address: String, as name: String) throws -> String {
        let now = SystemWallClock().now
        let code = try changeAccess { book throws(AccessBook.Refusal) in
            guard let token = book.token(named: name, at: now) else { throw .noSuchToken(name) }
            return book.createCode(for: token.id, now: now, random: systemRandom)
        }
        return "\(address)/login#\(code.text)"
    }

    fileprivate func readAccess() throws -> AccessBook {
        do {
            return try AccessFile(path: access).read()
        } catch {
            throw StartFault.access(error, in: self)
        }
    }

    fileprivate func changeAccess<Value>(
        _ body: (inout AccessBook) throws(AccessBook.Refusal) -> Value
    ) throws -> Value {
        let result: Result<Value, AccessBook.Refusal>
        do {
            result = try AccessFile(path: access).change(body)
        } catch {
            throw StartFault.access(error, in: self)
        }
        switch result {
        case .success(let value): return value
        case .failure(let refusal): throw StartFault(message: refusal.words, exitCode: 65)
        }
    }

    /// The file that commands on this machine take their token from goes with its token.
    fileprivate func removeAdminToken(of token: TokenRecord) {
        guard let text = try? String(contentsOfFile: adminToken, encoding: .utf8),
            Secret(text.trimmingCharacters(in: .whitespacesAndNewlines))?.id == token.id
        else { return }
        unlink(adminToken)
        print("Removed \(adminToken), which held it.")
    }
}

extension StartFault {
    fileprivate static func access(_ error: AccessFileError, in folder: DataFolder) -> StartFault {
        guard AccessFile(path: folder.access).exists else {
            return StartFault(
                message:
                    "\(folder.path) holds no access.json: the first start of the server makes it. Is it the right --data?",
                exitCode: 66)
        }
        return .access(error)
    }
}

extension AccessBook.Refusal {
    fileprivate var words: String {
        switch self {
        case .badName(let name):
            "\"\(name)\" is no name for a token; it takes 1 to \(AccessBook.nameLengthMax) letters, digits and . _ @ -."
        case .badOwner(let owner):
            "\"\(owner)\" is no owner; it takes 1 to \(OwnerScope.nameBytesMax) bytes."
        case .nameTaken(let name): "There is a token \"\(name)\" already. Revoke it first, or give another name."
        case .tooMany: "There are \(AccessBook.tokensMax) live tokens already. Revoke some."
        case .noSuchToken(let name):
            "There is no token \"\(name)\"; of those that are live; `almanac token list` lists all."
        case .alreadyRevoked(let name): "\"\(name)\" has been revoked already."
        case .notAhead(let instant): "\(instant.iso8601) is not in the future."
        }
    }
}
