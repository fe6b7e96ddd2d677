extension DestinationRule {
    /// Refuses link-local and metadata addresses, whatever name or notation leads there. Other private addresses may be
    /// asked: that is what jobs of a house do.
    ///
    /// A name's addresses are looked at before the client looks them up again; a name whose answer changes in between is
    /// not caught. Who may make such a job may run a shell as well.
    package static let outsideLinkLocal = DestinationRule { destination in
        // What has no address the request will say.
        for address in await destination.addresses() {
            if let refusal = AddressRule.outsideLinkLocal.refusal(of: address.value) { return refusal }
        }
        return nil
    }
}
