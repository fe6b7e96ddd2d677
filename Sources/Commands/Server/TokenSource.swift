import CivilTime
import Documents
import Foundation

/// In a data folder, the file with the token that commands on the same machine use by themselves.
package let adminTokenFileName = "admin-token"

/// Where a command takes its access token from: `--token-file`, `ALMANAC_TOKEN`, `ALMANAC_TOKEN_FILE`, and, for a server
/// on this machine, the file that the server leaves in its data folder for whoever may read it.
struct TokenSource {
    let file: String?
    let address: ServerAddress

    init(file: String?, at address: ServerAddress) {
        self.file = file
        self.address = address
    }

    func token(in surroundings: Surroundings) throws -> Token {
        if let file { return .given(try read(file)) }
        if let text = surroundings.variable("ALMANAC_TOKEN") { return .given(text) }
        if let file = surroundings.variable("ALMANAC_TOKEN_FILE") { return .given(try read(file)) }
        guard address.isLoopback else { return .none }
        let folder = surroundings.variable("ALMANAC_DATA") ?? configuredFolder(surroundings) ?? Settings().data
        // Without it, or where it is another user's, the server decides what a request without a token may do.
        guard let text = try? String(contentsOfFile: "\(folder)/\(adminTokenFileName)", encoding: .utf8),
            let line = text.split(whereSeparator: \.isNewline).first
        else { return .none }
        return .found(String(line))
    }

    private func read(_ path: String) throws -> String {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw CommandFailure(
                status: .noInput, message: "The token file \(path) can't be read: \(error.localizedDescription)")
        }
        guard let line = text.split(whereSeparator: \.isNewline).first else {
            throw CommandFailure(status: .noInput, message: "The token file \(path) is empty.")
        }
        return String(line)
    }

    /// The data folder that the configuration here names; a file at fault is the server's to complain of.
    private func configuredFolder(_ surroundings: Surroundings) -> String? {
        guard let text = try? String(contentsOfFile: "almanac.yaml", encoding: .utf8),
            let zones = try? ZoneDatabase.system()
        else { return nil }
        return try? readConfiguration(text, environment: [:], now: surroundings.now, zones: zones).settings.data
    }
}

extension ServerAddress {
    /// Whether it is this machine, so that a secret of this machine may be sent there.
    var isLoopback: Bool {
        guard let url = URL(string: origin), let host = url.host(percentEncoded: false) else { return false }
        return host == "localhost" || host == "::1" || host == "[::1]" || isIPv4Loopback(host)
    }

    private func isIPv4Loopback(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
