import Synchronization

/// The access token of a command: shown from the start where it was given, only when asked for where it was found.
final class Token: Sendable {
    private let text: String?
    private let isShown: Mutex<Bool>

    private init(_ text: String?, isShown: Bool) {
        self.text = text
        self.isShown = Mutex(isShown)
    }

    static var none: Token { Token(nil, isShown: false) }
    static func given(_ text: String) -> Token { Token(text, isShown: true) }
    /// In a folder of this machine: the server at the address may be another one, which has no use for it.
    static func found(_ text: String) -> Token { Token(text, isShown: false) }

    /// What requests carry.
    var shown: String? { isShown.withLock { $0 } ? text : nil }

    /// Shows it from now on; nil where it was shown already, or there is none.
    func show() -> String? {
        isShown.withLock { isShown in
            guard !isShown, let text else { return nil }
            isShown = true
            return text
        }
    }
}
