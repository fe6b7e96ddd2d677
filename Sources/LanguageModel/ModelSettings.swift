/// Which language model is asked, and how long it may take.
package struct ModelSettings: Hashable, Sendable {
    /// The endpoint of chat completions, as `https://host/v1/chat/completions`.
    package var url: String
    package var model: String
    /// Sent as a bearer token; nil for endpoints that ask for none.
    package var key: String?
    package var timeoutSeconds: Int

    package init(url: String, model: String, key: String?, timeoutSeconds: Int) {
        self.url = url
        self.model = model
        self.key = key
        self.timeoutSeconds = timeoutSeconds
    }
}
