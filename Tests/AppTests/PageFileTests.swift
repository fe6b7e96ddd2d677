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
            #expect(Set(fingerprinted).count == 4)
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

    @Test("The page asks for one script and one style sheet")
    func few() async throws {
        try await withHouse { house in
            let page = try await house.get("/").text
            #expect(page.matches(of: /(?:src|href)="[^"]*\.(?:js|css)"/).count == 2)
            #expect(page.contains(/<script type="module" src="\/assets\/app-[0-9a-f]{12}\.js">/))
            #expect(page.contains(/<link rel="stylesheet" href="\/assets\/page-[0-9a-f]{12}\.css">/))
            let script = try await house.get("/assets/app.js").text
            // Each module is named before its first line.
            #expect(script.contains("\n// page/board.js\n") && script.contains("\n// app.js\n"))
            #expect(script.matches(of: /(?m)^\s*(import|export)\b/).isEmpty)
            #expect(try await house.get("/assets/page/board.js").status == 404)
        }
    }

    @Test(
        "The script that runs before the first paint stands in the page, and is the one that the content policy lets in"
    )
    func inline() async throws {
        try await withHouse { house in
            let page = try await house.get("/")
            let inline = page.text.matches(of: /<script>((?s:.*?))<\/script>/)
            let script = try #require(inline.first?.1)
            #expect(inline.count == 1 && script.contains("dataset.theme"))
            let hash = Data(SHA256.hash(data: Data(script.utf8))).base64EncodedString()
            #expect(page.headers[.contentSecurityPolicy]?.contains("script-src 'self' 'sha256-\(hash)';") == true)
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
