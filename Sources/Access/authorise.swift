/// What can be asked of the house, from the least to the most.
package enum Permission: String, Hashable, Sendable, CaseIterable {
    /// Nothing of the house: is it alive, and the files of its page, which are the same everywhere.
    case open
    /// To read.
    case see
    /// To decide when something runs: now, later, not at all; to answer what was missed and what was notified.
    case operate
    /// To decide what runs: to make, change and delete schedules.
    case edit
    /// To change what the record or the house as such rests on.
    case administer

    /// The least role that has it; nil where nobody need be anybody.
    package var role: Role? {
        switch self {
        case .open: nil
        case .see: .viewer
        case .operate: .operator
        case .edit, .administer: .admin
        }
    }
}

/// What a permission is asked for.
package enum Target: Hashable, Sendable {
    /// Nothing in particular: what is asked holds for what the scope admits, and what it does not admit is left out.
    case own
    /// Something of this owner; nil where it is not on record whose it was.
    case object(owner: String?)
    /// The house as a whole, whoever owns what in it.
    case house
}

/// Why something is not allowed.
package enum AccessRefusal: Error, Hashable, Sendable {
    /// Nobody has said who asks.
    case nobody
    /// No rule says who may do this: nobody may.
    case noRule
    case role(needed: Role, has: Role)
    /// It belongs to somebody else; to whoever asks it is not there.
    case outsideScope
    /// It concerns everybody, and the principal's scope is one owner.
    case wholeHouse(scope: String)
}

/// Whether a principal may do something: the one place that decides it.
///
/// What no rule allows is refused: `permission` is nil where a route or an act has none.
package func authorise(
    _ principal: Principal, _ permission: Permission?, on target: Target
) throws(AccessRefusal) {
    guard let permission else { throw .noRule }
    guard let needed = permission.role else { return }
    guard let role = principal.role else { throw .nobody }
    switch (target, principal.scope) {
    case (.own, _), (_, .all): break
    case (.object(let owner?), let scope) where scope.admits(owner): break
    case (.object, _): throw .outsideScope
    case (.house, .owner(let name)): throw .wholeHouse(scope: name)
    }
    guard role >= needed else { throw .role(needed: needed, has: role) }
}
