/// A queue between those who decide and the task that does it.
public struct Queue<Element: Sendable>: Sendable {
    public let elements: AsyncStream<Element>
    private let continuation: AsyncStream<Element>.Continuation

    public init() {
        (elements, continuation) = AsyncStream.makeStream(of: Element.self)
    }

    public func add(_ element: Element) {
        continuation.yield(element)
    }
}

/// Something to be done that can be called off, even before it has begun.
public struct Errand<Work: Sendable>: Sendable {
    public let work: Work
    private let end: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    public init(_ work: Work) {
        self.work = work
        (end, continuation) = AsyncStream.makeStream(of: Void.self)
    }

    public func callOff() {
        continuation.finish()
    }

    /// Does it in a task that is cancelled when the errand is called off.
    /// - Returns: nil if it was.
    public func run<Result: Sendable>(_ body: @escaping @Sendable (Work) async -> Result) async -> Result? {
        await withTaskGroup(of: Result?.self) { group in
            group.addTask { await body(work) }
            group.addTask {
                for await _ in end {}
                return nil
            }
            let result = await group.next() ?? nil
            group.cancelAll()
            return result
        }
    }
}
