import Access
import Testing

@Suite("Who may do what")
struct AuthoriseTests {
    private func verdict(_ principal: Principal, _ permission: Permission?, _ target: Target) -> AccessRefusal? {
        do {
            try authorise(principal, permission, on: target)
            return nil
        } catch {
            return error
        }
    }

    private func somebody(_ role: Role?, _ scope: OwnerScope = .all) -> Principal {
        Principal(name: "somebody", role: role, scope: scope, voucher: .token("1"))
    }

    @Test("each role may do what its permission takes, and nothing above it")
    func roles() {
        let table: [(Permission, Set<Role>)] = [
            (.see, [.viewer, .operator, .admin]), (.operate, [.operator, .admin]), (.edit, [.admin]),
            (.administer, [.admin]),
        ]
        for (permission, allowed) in table {
            for role in Role.allCases {
                let refusal = verdict(somebody(role), permission, .own)
                #expect((refusal == nil) == allowed.contains(role), "\(role) and \(permission)")
            }
            #expect(verdict(.nobody, permission, .own) == .nobody)
            #expect(verdict(somebody(nil), permission, .house) == .nobody)
        }
        #expect(verdict(.nobody, .open, .house) == nil)
    }

    @Test("T8: what has no rule is refused to everybody, and an empty or unknown owner opens nothing")
    func deniedByDefault() {
        for role in Role.allCases {
            for target: Target in [.own, .object(owner: "ada"), .house] {
                #expect(verdict(somebody(role), nil, target) == .noRule)
            }
            let scoped = somebody(role, .owner("ada"))
            for permission in Permission.allCases where permission != .open {
                #expect(verdict(scoped, permission, .object(owner: nil)) == .outsideScope)
                #expect(verdict(scoped, permission, .object(owner: "")) == .outsideScope)
                #expect(verdict(scoped, permission, .object(owner: "ben")) == .outsideScope)
                #expect(verdict(scoped, permission, .house) == .wholeHouse(scope: "ada"))
            }
            #expect(verdict(scoped, .see, .object(owner: "ada")) == nil)
        }
        for text in ["", "owner:", "*:", "all", "ada", "owner", "OWNER:ada"] { #expect(OwnerScope(text) == nil) }
        for scope in [OwnerScope.all, .owner("ada"), .owner("*"), .owner("a:b")] {
            #expect(OwnerScope(scope.text) == scope)
        }
    }

    @Test("T8: for every principal, permission and target, more is never allowed than role and scope each allow")
    func property() {
        let scopes: [OwnerScope] = [.all, .owner("ada"), .owner("ben"), .owner("")]
        let targets: [Target] = [.own, .house, .object(owner: nil), .object(owner: "ada"), .object(owner: "ben")]
        for role in Role.allCases.map(Optional.some) + [nil] {
            for scope in scopes {
                for permission in Permission.allCases.map(Optional.some) + [nil] {
                    for target in targets where verdict(somebody(role, scope), permission, target) == nil {
                        guard let permission else {
                            Issue.record("something without a rule was allowed")
                            continue
                        }
                        guard let needed = permission.role else { continue }
                        #expect(role.map { $0 >= needed } == true)
                        switch target {
                        case .own: break
                        case .house: #expect(scope == .all)
                        case .object(let owner): #expect(scope == .all || scope == owner.map { .owner($0) })
                        }
                    }
                }
            }
        }
    }
}
