import Access
import CivilTime
import Foundation
import Testing

@Suite("The file of those who may come in")
struct FileTests {
    private func why(_ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            return (error as? AccessFileError)?.why ?? "another error: \(error)"
        }
    }

    private func rights(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test("T22: it is made for its owner alone, and refused when others may read or write it")
    func permissions() throws {
        try withFolder { folder in
            let path = folder + "/access.json"
            let file = AccessFile(path: path)
            try file.create(AccessBook(random: systemRandom))
            #expect(try rights(path) == 0o600)
            _ = try file.change { book throws(AccessBook.Refusal) in
                try book.create(name: "ci", role: .viewer, scope: .all, now: dawn, random: systemRandom)
            }
            #expect(try rights(path) == 0o600)
            for mode in [0o640, 0o604, 0o620, 0o602] {
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
                #expect(why { _ = try file.read() }?.contains("chmod 600") == true, "\(String(mode, radix: 8))")
            }
        }
    }

    @Test("T11: a file that is missing, damaged, cut, of another form or a link lets nobody in and is not made anew")
    func failsClosed() throws {
        try withFolder { folder in
            let path = folder + "/access.json"
            let file = AccessFile(path: path)
            #expect(why { _ = try file.read() } != nil)
            var book = AccessBook(random: systemRandom)
            _ = try book.made()
            try file.create(book)
            let good = try String(contentsOfFile: path, encoding: .utf8)
            #expect(try file.read() == book)
            let broken: [(String, String)] = [
                ("", "empty"), (String(good.dropLast(20)), "cut"),
                (good.replacing("\"operator\"", with: "\"root\""), "another role"),
                (good.replacing("\"scope\"", with: "\"reach\""), "no scope"),
                (good.replacing("\"scope\" : \"*\"", with: "\"scope\" : \"\""), "an empty scope"),
                (good.replacing("\"format\" : 1", with: "\"format\" : 2"), "a later form"),
                (good.replacing("\"tokens\"", with: "\"tokenz\""), "another name"),
                ("[]", "a list"),
            ]
            for (text, what) in broken {
                #expect(text != good, "\(what)")
                try Data(text.utf8).write(to: URL(filePath: path))
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
                #expect(why { _ = try file.read() }?.contains("damaged") == true, "\(what)")
                #expect(why { _ = try file.change { book in book.closeSession("x") } } != nil, "\(what)")
                #expect(try String(contentsOfFile: path, encoding: .utf8) == text, "\(what)")
            }
            try FileManager.default.moveItem(atPath: path, toPath: folder + "/elsewhere")
            try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: folder + "/elsewhere")
            #expect(why { _ = try file.read() } != nil)
            #expect(why { try file.create(book) } != nil)
        }
    }

    @Test("what another process writes is seen by the next question, and nobody's change is lost")
    func shared() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "access-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/access.json"
        let server = AccessFile(path: path)
        try server.create(AccessBook(random: systemRandom))
        #expect(try server.read().tokens.isEmpty)
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    let file = AccessFile(path: path)
                    for number in 0..<5 {
                        _ = try? file.change { book throws(AccessBook.Refusal) in
                            try book.create(
                                name: "t\(writer)-\(number)", role: .viewer, scope: .all, now: dawn,
                                random: systemRandom)
                        }
                    }
                }
            }
        }
        #expect(try server.read().tokens.count == 40)
        #expect(try Set(server.read().tokens.map(\.name)).count == 40)
    }

    @Test("a change that is refused writes nothing")
    func refused() throws {
        try withFolder { folder in
            let file = AccessFile(path: folder + "/access.json")
            try file.create(AccessBook(random: systemRandom))
            let before = try file.read()
            let result = try file.change { book throws(AccessBook.Refusal) in
                _ = try book.create(name: "ok", role: .viewer, scope: .all, now: dawn, random: systemRandom)
                _ = try book.create(name: "not ok", role: .viewer, scope: .all, now: dawn, random: systemRandom)
            }
            #expect(throws: AccessBook.Refusal.badName("not ok")) { try result.get() }
            #expect(try file.read() == before)
        }
    }
}
