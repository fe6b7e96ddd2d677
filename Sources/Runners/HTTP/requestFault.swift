import AsyncHTTPClient
import NIOCore
import NIOPosix
import SystemPackage

/// Why a request got no answer, in words that tell nothing of its URL but where it went.
package func requestFault(_ error: any Error, to destination: Destination) -> String {
    let place = "\(destination.host):\(destination.port)"
    if let error = error as? NIOConnectionError {
        guard let cause = error.connectionErrors.first?.error as? IOError else {
            return "the name \(destination.host) can't be resolved"
        }
        return "could not connect to \(place): \(Errno(rawValue: cause.errnoCode))"
    }
    if let error = error as? HTTPClientError { return "the request to \(place) failed: \(error.shortDescription)" }
    if let error = error as? IOError {
        // A single address is tried without the search that `NIOConnectionError` tells of.
        if isConnectionFault(error) { return "could not connect to \(place): \(Errno(rawValue: error.errnoCode))" }
        return "the request to \(place) failed: \(Errno(rawValue: error.errnoCode))"
    }
    return "the request to \(place) failed: \(error)"
}

/// Whether nothing of the request can have arrived: no connection came about.
package func isConnectionFault(_ error: any Error) -> Bool {
    if error is NIOConnectionError || error as? HTTPClientError == .connectTimeout { return true }
    guard let error = error as? IOError else { return false }
    let before: [Errno] = [.connectionRefused, .noRouteToHost, .networkUnreachable, .addressNotAvailable]
    return before.contains(Errno(rawValue: error.errnoCode))
}
