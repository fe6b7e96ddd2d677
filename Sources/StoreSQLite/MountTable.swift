#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Which file system stands at which folder: the text of `/proc/self/mountinfo` (proc(5)).
struct MountTable {
    private var kinds: [(folder: String, kind: String)] = []

    /// Kinds that are shared between machines.
    static let networkKinds: Set<String> = [
        "nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "fuse.sshfs",
    ]

    /// Reads the lines that can be read; later mounts hide earlier ones.
    init(_ text: some StringProtocol) {
        for line in text.split(separator: "\n") {
            // 36 35 98:0 /root /folder rw,noatime shared:1 - ext4 /dev/root rw
            let halves = line.split(separator: " - ", maxSplits: 1)
            let fields = halves[0].split(separator: " ")
            guard halves.count == 2, fields.count >= 5, let kind = halves[1].split(separator: " ").first else {
                continue
            }
            kinds.append(
                (
                    fields[4].split(separator: "\\040", omittingEmptySubsequences: false).joined(separator: " "),
                    String(kind)
                ))
        }
    }

    /// nil where there is no such table (other systems than Linux) or it can't be read.
    static func ofThisProcess() -> MountTable? {
        let file = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(file, &part, part.count)
            guard count >= 0 else { return nil }
            if count == 0 { break }
            bytes += part.prefix(count)
        }
        return MountTable(String(decoding: bytes, as: UTF8.self))
    }

    /// The kind at the deepest mount that `folder`, an absolute path without links, lies in.
    func kind(of folder: String) -> String? {
        let holding = kinds.filter { mount in
            mount.folder == "/" || folder == mount.folder || folder.hasPrefix(mount.folder + "/")
        }
        let depth = holding.map(\.folder.utf8.count).max()
        return holding.last { $0.folder.utf8.count == depth }?.kind
    }
}
