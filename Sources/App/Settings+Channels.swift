import Alerts
import Documents
import Foundation

extension Settings {
    /// The alert channels with their secrets read.
    /// - Throws: `StartFault` for a file that can't be read, or that holds what a channel can't use.
    func openChannels() throws -> [OpenChannel] {
        try alerts.map { channel in
            do throws(OpenChannel.Fault) {
                return try OpenChannel(channel) { path in
                    (try? String(contentsOfFile: path, encoding: .utf8))?
                        .split(whereSeparator: \.isNewline).first.map { $0.trimmingCharacters(in: .whitespaces) }
                }
            } catch {
                throw StartFault(message: error.message, exitCode: 78)
            }
        }
    }
}
