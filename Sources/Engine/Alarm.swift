@preconcurrency import Dispatch

/// Rings once, at or soon after an instant; setting it again replaces what was set.
package protocol Alarm: Sendable {
    /// What to do when it rings; called once before the first `set`.
    func onRing(_ ring: @escaping @Sendable () -> Void)
    /// Rings after so many seconds, at once where there are none left; what was set before is forgotten.
    func set(afterSeconds seconds: Double)
    /// Never rings again.
    func stop()
}

/// An alarm on one timer of the system: no polling.
package final class DispatchAlarm: Alarm {
    private let timer: any DispatchSourceTimer

    package init() {
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "almanac.alarm"))
        timer.schedule(deadline: .distantFuture)
    }

    package func onRing(_ ring: @escaping @Sendable () -> Void) {
        timer.setEventHandler(handler: ring)
        timer.activate()
    }

    package func set(afterSeconds seconds: Double) {
        timer.schedule(deadline: .now() + max(0, seconds), leeway: .milliseconds(1))
    }

    package func stop() {
        timer.cancel()
    }
}
