import Operations

extension RunOutcome {
    /// Closes the log and takes over what it knows of the output.
    func concluding(_ log: RunLog) -> RunOutcome {
        log.finish()
        var outcome = self
        outcome.outputPreview = log.preview
        outcome.outputBytes = log.bytes
        outcome.outputBytesDropped = log.bytesDropped
        return outcome
    }
}
