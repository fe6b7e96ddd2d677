package import SystemPackage

/// Why a run's log can't be kept.
package enum RunLogFault: Error, Hashable, Sendable {
    /// Run ids are 1 to 128 letters, digits and hyphens.
    case invalidRunID(String)
    /// There is a log of that run already.
    case exists(String)
    case folder(path: String, Errno)

    /// The fault in plain words.
    package var message: String {
        switch self {
        case .invalidRunID(let id):
            "“\(OutputText.preview(of: Array(id.utf8.prefix(512)), lengthMax: 128))” is not a run id: 1 to 128 letters, digits and hyphens"
        case .exists(let id): "there is already a log of run \(id)"
        case .folder(let path, let errno): "the log folder \(path) can't be used: \(errno)"
        }
    }
}
