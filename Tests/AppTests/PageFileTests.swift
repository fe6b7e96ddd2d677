import Crypto
import Foundation
import HTTPTypes
import Testing

@Suite("The page's files are asked for once")
struct PageFileTests {
    private static let kept = "public, max-age=31536000, immutable"

    @Test("Whatever the page links is kept for ever, sent compressed, and has a tag for each of its forms")
    func linked() async throws {
        try await withHouse { house in
            let page = try await house.get("/").text
            let links = page.matches(of: /"(\/assets\/[^"]+)"/).map { String($0.1) }
            let fingerprinted = links.filter { $0.contains(/-[0-9a-f]{12}\.[a-z]+$/) }
            #expect(fingerprinted.count > 50)
            for link in Set(fingerprinted) {
                let plain = try await house.get(link)
                #expect(plain.status == 200 && plain.headers[.cacheControl] == Self.kept, "\(link)")
                let packed = try await house.send(.get, link, headers: ["accept-encoding": "br, gzip"])
                #expect(packed.headers[.contentEncoding] == "gzip" && packed.headers[.vary] == "accept-encoding")
                #expect(packed.headers[.eTag] != plain.headers[.eTag])
                let again = ["accept-encoding": "gzip", "if-none-match": packed.headers[.eTag] ?? ""]
                #expect(try await house.send(.get, link, headers: again).status == 304)
            }
        }
    }

    @Test("The import map is the one inline script that the content policy lets in, and leads to files that are there")
    func importMap() async throws {
        try await withHouse { house in
            let page = try await house.get("/")
            let inline = page.text.matches(of: /<script type="importmap">(.*?)<\/script>/)
            let map = try #require(inline.first?.1)
            #expect(inline.count == 1)
            let hash = Data(SHA256.hash(data: Data(map.utf8))).base64EncodedString()
            #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'self' 'sha256-\(hash)';") == true)
            let imports =
                try JSONDecoder().decode([String: [String: String]].self, from: Data(map.utf8))["imports"] ?? [:]
            #expect(imports["/assets/app.js"] != nil)
            for (path, name) in imports {
                #expect(try await house.get(name).text == house.get(path).text, "\(path)")
            }
        }
    }

    @Test("A file's own name is asked for anew, a name of another content is not found")
    func ownNames() async throws {
        try await withHouse { house in
            for path in ["/", "/openapi.yaml", "/favicon.ico", "/manifest.webmanifest", "/assets/app.js"] {
                let file = try await house.get(path)
                #expect(file.status == 200 && file.headers[.cacheControl] == "no-cache", "\(path)")
            }
            #expect(try await house.get("/assets/app-000000000000.js").status == 404)
            let manifest = try await house.get("/manifest.webmanifest").text
            #expect(manifest.contains(/"src": "\/assets\/icon-[0-9a-f]{12}\.svg"/))
        }
    }
}
