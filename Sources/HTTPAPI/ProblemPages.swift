import HTTPTypes
import Hummingbird
import Logging
import Store

/// Turns whatever goes wrong into a problem document, so that no answer is without words.
struct ProblemPages<Context: RequestContext>: RouterMiddleware {
    @concurrent
    func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return try problem.response(from: request, context: context)
        } catch let error as StoreError {
            context.logger.error("the store failed a request", metadata: ["error": "\(error)"])
            return try Problem(error).response(from: request, context: context)
        } catch let error as HTTPError {
            let problem = Problem(
                status: error.status, title: error.status.reasonPhrase,
                detail: error.status == .notFound
                    ? "There is nothing at \(request.uri.path)." : error.body ?? error.status.reasonPhrase)
            return try problem.response(from: request, context: context)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            context.logger.error("a request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            let problem = Problem(
                status: .internalServerError, title: "Internal error",
                detail: "The server failed to answer; its log says more.")
            return try problem.response(from: request, context: context)
        }
    }
}
