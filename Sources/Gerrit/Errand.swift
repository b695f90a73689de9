/// A queue between those who decide and the task that does it.
struct Queue<Element: Sendable>: Sendable {
    let elements: AsyncStream<Element>
    private let continuation: AsyncStream<Element>.Continuation

    init() {
        (elements, continuation) = AsyncStream.makeStream(of: Element.self)
    }

    func add(_ element: Element) {
        continuation.yield(element)
    }
}

/// Something to be done that can be called off, even before it has begun.
struct Errand<Work: Sendable>: Sendable {
    let work: Work
    private let end: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init(_ work: Work) {
        self.work = work
        (end, continuation) = AsyncStream.makeStream(of: Void.self)
    }

    func callOff() {
        continuation.finish()
    }

    /// Does it in a task that is cancelled when the errand is called off.
    /// - Returns: nil if it was.
    func run<Result: Sendable>(_ body: @escaping @Sendable (Work) async -> Result) async -> Result? {
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
