import Access
import CivilTime
import Documents
import Engine
import Foundation
import Logging

/// Opens the file of those who may come in; the first time it makes one, with a token for whoever runs the server.
struct AccessSetup {
    let layout: DataFolder
    let clocks: any Clocks

    /// Name of the first token, as the audit will have it.
    static let firstName = "admin"

    /// Who says who a request is from, by the settings' mode.
    func desk(_ settings: Settings, logger: Logger) throws -> AccessDesk {
        let file = try prepare()
        if settings.accessMode == .required, settings.auth == .loopback {
            logger.notice("everybody is asked who they are", metadata: ["because": "bound to \(settings.bind)"])
        }
        let clocks = clocks
        return AccessDesk(
            mode: settings.accessMode, file: file, localName: settings.owner, now: { clocks.now },
            monotonic: { clocks.monotonic }, random: systemRandom)
    }

    /// The file, whole and readable.
    private func prepare() throws -> AccessFile {
        let file = AccessFile(path: layout.access)
        do {
            if file.exists {
                _ = try file.read()
            } else {
                try makeFirst(file)
            }
        } catch let error as AccessFileError {
            throw StartFault.access(error)
        }
        return file
    }

    private func makeFirst(_ file: AccessFile) throws {
        var book = AccessBook(random: systemRandom)
        let secret = try book.create(
            name: Self.firstName, role: .admin, scope: .all, now: clocks.now, random: systemRandom)
        // The token first: a book without it would be one that nobody has a key to.
        try replaceFile(layout.adminToken, with: Array((secret.text + "\n").utf8))
        try file.create(book)
        // A terminal is somebody's; what is written to a log is not.
        let isSeen = isatty(STDOUT_FILENO) == 1
        print(
            isSeen
                ? "Admin token, shown this once and kept in \(layout.adminToken): \(secret.text)"
                : "Made an admin token; it is in \(layout.adminToken), for this user alone.")
        flushOutput()
    }
}
