import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1
import NIOPosix
import Operations
import SystemPackage

/// Sends a request, follows its redirects, and carries the answer into the log.
struct HTTPExchange: Sendable {
    let client: HTTPClient
    let destinations: DestinationRule
    let clock: any Clock<Duration>
    /// Whether the log tells each answer's status line; else it holds the body alone.
    let tellsStatus: Bool

    /// The outcome without what the log knows of the output. `timeoutSeconds` covers everything, nil is no limit.
    func carryOut(
        _ form: HTTPForm, timeoutSeconds: Int?, log: RunLog, started: @Sendable () async -> Void
    ) async -> RunOutcome {
        if let refusal = await destinations.refusal(form.destination) { return Self.refused(form, refusal) }
        await started()
        let late = RunOutcome(.failed, reason: "timed out after \(timeoutSeconds ?? 0) s")
        let outcome = await withDeadline(seconds: timeoutSeconds, by: clock, orElse: late) {
            await send(form, log: log)
        }
        return Task.isCancelled && outcome.ending != .success ? RunOutcome(.cancelled, reason: "cancelled") : outcome
    }

    private func send(_ first: HTTPForm, log: RunLog) async -> RunOutcome {
        var form = first
        do {
            for _ in 0...HTTPForm.redirectsMax {
                let response = try await client.execute(Self.request(form), deadline: .distantFuture)
                let status = Int(response.status.code)
                if tellsStatus {
                    let version = response.version
                    log.append("HTTP/\(version.major).\(version.minor) \(status) \(response.status.reasonPhrase)\n")
                }
                let location = response.headers.first(name: "Location")
                guard let next = try form.redirected(status: status, location: location) else {
                    for try await part in response.body { log.append(Array(part.readableBytesView)) }
                    return Self.outcome(of: response.status, form)
                }
                if let refusal = await destinations.refusal(next.destination) { return Self.refused(next, refusal) }
                form = next
            }
            return RunOutcome(.failed, reason: "more than \(HTTPForm.redirectsMax) redirects")
        } catch let fault as HTTPForm.Fault {
            return RunOutcome(.failed, reason: "refused a redirect: \(fault.message)")
        } catch {
            return RunOutcome(.failed, reason: requestFault(error, to: form.destination))
        }
    }

    private static func request(_ form: HTTPForm) -> HTTPClientRequest {
        var request = HTTPClientRequest(url: form.url.absoluteString)
        request.method = HTTPMethod(rawValue: form.method)
        for header in form.headers { request.headers.add(name: header.name, value: header.value) }
        if let body = form.body { request.body = .bytes(ByteBuffer(bytes: body)) }
        return request
    }

    private static func outcome(of status: HTTPResponseStatus, _ form: HTTPForm) -> RunOutcome {
        let words = "\(status.code) \(status.reasonPhrase)"
        return form.success.contains(Int(status.code))
            ? RunOutcome(.success, detail: words) : RunOutcome(.failed, reason: "answered \(words)")
    }

    private static func refused(_ form: HTTPForm, _ refusal: String) -> RunOutcome {
        RunOutcome(.failed, reason: "may not send to \(form.destination.host): \(refusal)")
    }
}
