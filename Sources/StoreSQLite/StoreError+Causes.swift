internal import GRDB
internal import Store

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension StoreError {
    /// The refusal of a system call, by its `errno`.
    static func system(_ code: CInt, context: String) -> StoreError {
        let words = String(cString: strerror(code))
        let kind: Code =
            switch code {
            case ENOSPC, EDQUOT: .full
            case EROFS, EACCES, EPERM: .readOnly
            case EIO: .ioFault
            default: .unavailable
            }
        return StoreError(kind, context: context, underlying: words)
    }

    /// Whatever was thrown while `context` was being done.
    init(_ error: any Error, context: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError:
            self.init(Code(error.extendedResultCode), context: context, underlying: StoreError.words(error))
        case is DecodingError:
            self.init(.damaged, context: context, underlying: "a row does not hold what Almanac wrote: \(error)")
        default:
            self.init(.unavailable, context: context, underlying: "\(error)")
        }
    }

    private static func words(_ error: DatabaseError) -> String {
        let code = error.extendedResultCode.rawValue
        let message = error.message ?? "no further word"
        return switch error.resultCode {
        case .SQLITE_NOTADB: "the file is not a database; move it away, or give another data folder (SQLite \(code))"
        case .SQLITE_CORRUPT:
            "the file is damaged (\(message)); restore the latest copy of it (SQLite \(code))"
        case .SQLITE_FULL: "the disk is full (SQLite \(code))"
        default: "\(message) (SQLite \(code))"
        }
    }
}

extension StoreError.Code {
    /// What a result code of SQLite means for the caller (https://www.sqlite.org/rescode.html).
    init(_ code: ResultCode) {
        switch code {
        // The file was moved away under us: what is written goes nowhere.
        case .SQLITE_READONLY_DBMOVED: self = .ioFault
        case .SQLITE_IOERR_CORRUPTFS: self = .damaged
        default: self.init(primary: code.primaryResultCode)
        }
    }

    private init(primary: ResultCode) {
        switch primary {
        case .SQLITE_FULL: self = .full
        case .SQLITE_IOERR: self = .ioFault
        case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_FORMAT: self = .damaged
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: self = .readOnly
        default: self = .unavailable
        }
    }
}
