package import CivilTime
import Crypto
import FoundationEssentials
import Operations

/// The value of `X-Almanac-Signature`: `t=` the instant of the attempt in epoch seconds, `v1=` the HMAC-SHA256 in hex of
/// that text, a dot, and the body, by the channel's key. The instant within it lets receivers refuse what is old.
package func alertSignature(of body: [UInt8], at instant: Instant, key: String) -> String {
    let seconds = String(instant.epochSeconds)
    let code = HMAC<SHA256>.authenticationCode(
        for: Array("\(seconds).".utf8) + body, using: SymmetricKey(data: Array(key.utf8)))
    return "t=\(seconds),v1=\(hexadecimal(code))"
}
