import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The zones that the machine's zone files describe, or where it has none, those that travel with the program. This is the
/// only type of the room that reads files.
package final class ZoneDatabase: Sendable {
    /// Where the zones come from.
    package enum Origin: Hashable, Sendable {
        /// The path of a directory of compiled zone files.
        case directory(String)
        /// The program's own, as of a tzdata version; they begin in 1970.
        case embedded(version: String)
    }

    package let origin: Origin
    private let zones = Mutex<[String: Zone]>([:])
    private let catalog = Mutex<ZoneCatalog?>(nil)
    /// Names that are no zone's, with what is close: a batch may ask for one a hundred thousand times.
    private let unknown = Mutex<[String: [String]]>([:])
    private static let unknownMax = 1000

    /// Opens a directory of compiled zone files.
    package init(directory: String) throws(ZoneDatabaseError) {
        guard access(directory + "/Europe/London", R_OK) == 0 || access(directory + "/UTC", R_OK) == 0 else {
            throw .missing(path: directory)
        }
        origin = .directory(directory)
    }

    private init(origin: Origin) { self.origin = origin }

    /// The zones that travel with the program.
    package static func embedded() -> ZoneDatabase {
        ZoneDatabase(origin: .embedded(version: EmbeddedZones.version))
    }

    /// The system's zones: `TZDIR`, else /usr/share/zoneinfo, else the embedded ones (`origin` says which).
    package static func system() throws(ZoneDatabaseError) -> ZoneDatabase {
        try located(named: getenv("TZDIR").map { String(cString: $0) }, standard: "/usr/share/zoneinfo")
    }

    /// The zones of a directory that somebody named, which must be there; else those of the standard directory; else the
    /// embedded ones.
    package static func located(named: String?, standard: String) throws(ZoneDatabaseError) -> ZoneDatabase {
        if let named, !named.isEmpty { return try ZoneDatabase(directory: named) }
        do {
            return try ZoneDatabase(directory: standard)
        } catch {
            return embedded()
        }
    }

    /// What users of this machine must know about the zones; nil where all is as it should be.
    package var remark: String? {
        switch origin {
        case .directory: nil
        case .embedded(let version):
            "This machine has no time zone files: the built-in zones of tzdata \(version) are used, which know nothing"
                + " newer. Install the package tzdata."
        }
    }

    /// The zone by an IANA name, read once and kept.
    /// - Throws: what is wrong with the name, with up to three that are close.
    package func zone(named name: String) throws(ZoneError) -> Zone {
        if name == "UTC" { return .utc }
        if let known = zones.withLock({ $0[name] }) { return known }
        guard Self.isWellFormed(name) else {
            throw ZoneError(name: name, reason: .malformed, suggestions: suggestions(for: name))
        }
        guard let zone = try load(name) else {
            throw ZoneError(name: name, reason: .unknown, suggestions: suggestions(for: name))
        }
        return zones.withLock { known in
            if let earlier = known[name] { return earlier }
            known[name] = zone
            return zone
        }
    }

    /// The zone as it is written down; nil where there is none.
    private func load(_ name: String) throws(ZoneError) -> Zone? {
        switch origin {
        case .embedded: return EmbeddedZones.zone(named: name)
        case .directory(let directory):
            guard let bytes = Self.read(directory + "/" + name), Self.isZoneFile(bytes) else { return nil }
            do throws(TZifFault) {
                return try Zone(identifier: name, tzif: bytes)
            } catch {
                throw ZoneError(name: name, reason: .unreadable(error), suggestions: [])
            }
        }
    }

    /// The names of all zones and links, sorted.
    package var names: [String] { loadedCatalog().names }

    /// The name a link or a differently written name stands for: "US/Central" is "America/Chicago". Nil for an
    /// unknown name.
    package func canonicalName(_ name: String) -> String? { loadedCatalog().canonicalName(name) }

    private func suggestions(for name: String) -> [String] {
        if let known = unknown.withLock({ $0[name] }) { return known }
        let found = loadedCatalog().closest(to: name)
        unknown.withLock { names in
            if names.count >= Self.unknownMax { names.removeAll() }
            names[name] = found
        }
        return found
    }

    private func loadedCatalog() -> ZoneCatalog {
        catalog.withLock { loaded in
            if let loaded { return loaded }
            let made =
                switch origin {
                case .embedded:
                    ZoneCatalog(
                        names: (EmbeddedZones.names + EmbeddedZones.links.keys).sorted(), links: EmbeddedZones.links)
                case .directory(let directory):
                    ZoneCatalog(
                        names: Self.walk(directory),
                        source: Self.read(directory + "/tzdata.zi").map { String(decoding: $0, as: UTF8.self) } ?? "")
                }
            loaded = made
            return made
        }
    }

    /// Letters, digits and "_-+/" only, no empty or dotted part, not absolute: what cannot leave the directory.
    private static func isWellFormed(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= 100 else { return false }
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        return parts.allSatisfy { part in
            !part.isEmpty
                && part.utf8.allSatisfy { byte in
                    (byte | 0x20) >= 97 && (byte | 0x20) <= 122 || byte >= 48 && byte <= 57
                        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
                }
        }
    }

    private static func isZoneFile(_ bytes: [UInt8]) -> Bool { bytes.starts(with: "TZif".utf8) }
}

extension ZoneDatabase {
    /// The bytes of a regular file, at most `TZifFile.bytesMax` + 1; nil where it cannot be read.
    private static func read(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 8192)
        while bytes.count <= TZifFile.bytesMax {
            let count = fread(&buffer, 1, buffer.count, file)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return ferror(file) == 0 ? bytes : nil
    }

    /// Names of files that start with the magic of a zone file, below the directory.
    private static func walk(_ directory: String) -> [String] {
        var found: [String] = []
        var pending = [""]
        while let folder = pending.popLast() {
            for entry in entries(of: directory + "/" + folder) where isWellFormed(entry) {
                let name = folder.isEmpty ? entry : folder + "/" + entry
                if ["posix", "right", "posixrules", "localtime", "Factory"].contains(name) { continue }
                if let magic = head(of: directory + "/" + name) {
                    if magic.elementsEqual("TZif".utf8) { found.append(name) }
                } else if folder.utf8.filter({ $0 == UInt8(ascii: "/") }).count < 3 {
                    pending.append(name)
                }
            }
        }
        return found.sorted()
    }

    /// The first four bytes of a file; nil for a directory or what cannot be read.
    private static func head(of path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var buffer = [UInt8](repeating: 0, count: 4)
        let count = fread(&buffer, 1, 4, file)
        return ferror(file) == 0 ? Array(buffer[..<count]) : nil
    }

    private static func entries(of path: String) -> [String] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            names.append(name)
        }
        return names
    }
}
