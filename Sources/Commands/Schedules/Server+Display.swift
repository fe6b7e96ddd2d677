import CivilTime
import Operations

extension Server {
    /// How the server shows times: in its display zone.
    func display(in surroundings: Surroundings) async throws -> TimeDisplay {
        let name = try await get(APIPath("health")).value()["timezone"]?.string ?? "UTC"
        return TimeDisplay(
            zone: try surroundings.zone(named: name, in: try surroundings.zones()), now: surroundings.now)
    }
}
