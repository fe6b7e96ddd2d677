import Crypto
import Foundation
import Operations

/// A secret as it is handed out, once: `almt_ID_SECRET`. The id finds its record, the rest proves it.
package struct Secret: Hashable, Sendable {
    /// What it opens; the letters let a leaked one be found by those who search for such.
    package enum Kind: String, Hashable, Sendable {
        case token = "almt"
        case session = "alms"
        /// Good for one sign-in.
        case code = "almc"
    }

    /// Random bytes that prove it: 256 bits.
    package static let bytes = 32
    private static let idBytes = 6
    /// The longest text that is looked at.
    private static let textBytesMax = 96

    package let kind: Kind
    /// 12 hexadecimal digits.
    package let id: String
    private let proof: String

    /// A new one from so many random bytes.
    package init(_ kind: Kind, random: (_ count: Int) -> [UInt8]) {
        self.kind = kind
        id = hexadecimal(random(Self.idBytes))
        proof = Data(random(Self.bytes)).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Reads one that was handed out; nil for what can't be one.
    package init?(_ text: some StringProtocol) {
        guard text.utf8.count <= Self.textBytesMax else { return nil }
        let parts = text.split(separator: "_", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let kind = Kind(rawValue: String(parts[0])), parts[1].utf8.count == Self.idBytes * 2,
            !parts[2].isEmpty
        else { return nil }
        self.kind = kind
        id = String(parts[1])
        proof = String(parts[2])
    }

    package var text: String { "\(kind.rawValue)_\(id)_\(proof)" }

    /// What is kept of it. 256 random bits need no slow hash: there is nothing to guess from.
    package var hash: SecretHash { SecretHash(SHA256.hash(data: Data(text.utf8))) }
}

/// SHA-256 of a secret; says nothing of the secret itself.
package struct SecretHash: Hashable, Sendable, Codable {
    private let bytes: [UInt8]

    fileprivate init(_ digest: SHA256.Digest) { bytes = Array(digest) }

    /// Whether it is the same, in a time that does not tell how much of it is.
    package func matches(_ other: SecretHash) -> Bool {
        var difference: UInt8 = bytes.count == other.bytes.count ? 0 : 1
        for (mine, others) in zip(bytes, other.bytes) { difference |= mine ^ others }
        return difference == 0
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        var bytes: [UInt8] = []
        var rest = text[...]
        while let pair = rest.prefix(2).isEmpty ? nil : rest.prefix(2), let byte = UInt8(pair, radix: 16) {
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        guard rest.isEmpty, bytes.count == SHA256.byteCount, text.utf8.count == 2 * SHA256.byteCount else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "a hash is 64 hexadecimal digits"))
        }
        self.bytes = bytes
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hexadecimal(bytes))
    }
}

/// Bytes that nobody can foretell, from the system's own source.
package func systemRandom(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
}
