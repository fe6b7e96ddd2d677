package import AsyncHTTPClient
package import ChangeRequests
import CivilTime
package import Logging
import NIOCore
import NIOHTTP1
import Operations
import Recurrence

/// Has a language model read the words first, behind any endpoint that speaks OpenAI's chat completions.
///
/// What it says is held against the schedule like any reading and is marked as the model's; where it says nothing
/// usable in time, the grammar reads the words.
package struct ModelInterpreter: Interpreter {
    let settings: ModelSettings
    let client: HTTPClient
    let grammar: ChangeInterpreter
    let logger: Logger

    /// The longest answer that is read, in bytes.
    static let answerBytesMax = 1 << 18

    package init(settings: ModelSettings, client: HTTPClient, grammar: ChangeInterpreter, logger: Logger) {
        self.settings = settings
        self.client = client
        self.grammar = grammar
        self.logger = logger
    }

    package func reading(of request: ChangeRequest) async -> RequestReading {
        do throws(ModelFault) {
            let answer = try await ask(request)
            let judged = grammar.judge(try readModelAnswer(answer), of: request)
            guard judged.operation != .none else { return fallback(request, because: judged.warnings.first) }
            return RequestReading(judged, by: settings.model)
        } catch {
            logger.warning("the language model was of no use", metadata: ["why": "\(error.words)"])
            return fallback(request, because: error.words)
        }
    }

    private func fallback(_ request: ChangeRequest, because why: String?) -> RequestReading {
        var reading = RequestReading(grammar.interpret(request), by: ChangeInterpreter.readerName)
        if let why { reading.interpretation.warnings.append("The model \(settings.model) was asked first: \(why)") }
        return reading
    }

    private func ask(_ request: ChangeRequest) async throws(ModelFault) -> [UInt8] {
        var call = HTTPClientRequest(url: settings.url)
        call.method = .POST
        call.headers.add(name: "content-type", value: "application/json")
        if let key = settings.key { call.headers.add(name: "authorization", value: "Bearer \(key)") }
        call.body = .bytes(ModelPrompt.body(for: request, model: settings.model))
        do {
            let response = try await client.execute(call, timeout: .seconds(Int64(settings.timeoutSeconds)))
            guard response.status == .ok else { throw ModelFault.status(Int(response.status.code)) }
            var body = try await response.body.collect(upTo: Self.answerBytesMax)
            return body.readBytes(length: body.readableBytes) ?? []
        } catch let fault as ModelFault {
            throw fault
        } catch {
            throw .unreachable("\(error)")
        }
    }
}
