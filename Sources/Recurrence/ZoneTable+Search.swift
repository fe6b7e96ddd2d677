import CivilTime

extension ZoneTable {
    /// The position of the period that holds at an instant.
    @inline(__always)
    func periodIndex(at epochSeconds: Int64) -> Int {
        if periodCount == 1 { return 0 }
        // 2^21 seconds a stretch: see `index`.
        let bucket = epochSeconds >> 21
        guard bucket >= 0, bucket < indexCount else { return searchIndex(at: epochSeconds) }
        var position = Int(index[Int(bucket)])
        while periods[position].end <= epochSeconds { position &+= 1 }
        return position
    }

    @inline(never)
    private func searchIndex(at epochSeconds: Int64) -> Int {
        var low = 0
        var high = periodCount
        while high - low > 1 {
            let middle = (low + high) / 2
            if periods[middle].start <= epochSeconds { low = middle } else { high = middle }
        }
        return low
    }
}
