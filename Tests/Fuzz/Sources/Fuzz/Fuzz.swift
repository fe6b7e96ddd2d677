/// What libFuzzer calls: `Fuzz cron …` or `Fuzz zones …`, then its own options.
private enum Target: String {
    case cron
    case zones

    func take(_ bytes: UnsafeBufferPointer<UInt8>) {
        switch self {
        case .cron: fuzzExpression(bytes)
        case .zones: fuzzZoneFile(bytes)
        }
    }
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ callback: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

nonisolated(unsafe) private var target = Target.cron

/// SwiftPM links an executable with its main as `<target>_main`.
@_cdecl("Fuzz_main")
public func fuzzMain(_ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> CInt {
    guard count > 1, let word = arguments[1], let named = Target(rawValue: String(cString: word)) else {
        print("usage: Fuzz cron|zones [options of libFuzzer]")
        return 64
    }
    target = named
    // The word is taken out: what is left are the fuzzer's.
    var rest = arguments.advanced(by: 1) as UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    rest?[0] = arguments[0]
    var left = count - 1
    return runDriver(&left, &rest) { bytes, length in
        target.take(UnsafeBufferPointer(start: bytes, count: length))
        return 0
    }
}
