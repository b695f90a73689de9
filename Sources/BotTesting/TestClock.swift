public import ReviewSlots
import Synchronization

/// A clock that stands still until it is told to go on.
public final class TestClock: Sendable {
    private let seconds: Atomic<Int>

    /// Mon 15 Dec 2014, 09:00 UTC, unless said otherwise.
    public init(_ time: Timestamp = Timestamp(1_418_634_000)) {
        seconds = Atomic(time.seconds)
    }

    public var now: Timestamp { Timestamp(seconds.load(ordering: .sequentiallyConsistent)) }

    public func set(_ time: Timestamp) { seconds.store(time.seconds, ordering: .sequentiallyConsistent) }

    public func advance(_ seconds: Int) { self.seconds.add(seconds, ordering: .sequentiallyConsistent) }
}
