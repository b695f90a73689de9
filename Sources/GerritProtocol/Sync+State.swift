extension Sync {
    /// What a request is for.
    enum Work: Sendable, Hashable {
        case identify
        case write(Write)
        case page(Reading)
        case single(ChangeKey)
    }

    enum Reading: Sendable, Hashable {
        case poll, backfill, audit
    }

    struct Flight: Sendable {
        var id: RequestID
        var work: Work
        var sentAt: Int
    }

    /// One way through a list, newest first. Pages are computed anew for each request, so that the next one begins where the
    /// last one ended by time and not by count: nothing can slip between them.
    struct Pass: Sendable, Hashable {
        var after: ServerTime?
        var before: ServerTime?
        /// So many entries of exactly the time `before` were seen: more of them than fit on a page.
        var skip = 0
        /// The newest `updated` of the first page.
        var top: ServerTime?
        var changes = 0
        var startedAt = 0
        /// What this pass finds is told as a digest of so many milliseconds.
        var gap: Int?
    }

    /// A batch on its way to the disk, and what is true once it is there.
    struct Pending: Sendable {
        var batch: Batch
        var work: Work
        /// The pass goes on with this; `nil`: it is done.
        var next: Pass?
        /// So many changes were read in this pass.
        var changes = 0
        var sentAt: Int
    }

    struct Poll: Sendable {
        var at = 0
        var pass: Pass?
        var finishedAt: Int?
        /// Before the start: how long we were away.
        var gap = 0
    }

    struct Audit: Sendable {
        var nextAt = 0
        var pass: Pass?
        /// Changes that no list has shown, still to be looked for.
        var open: Set<ChangeKey> = []
        var vanished: [ChangeKey] = []
    }

    /// A change that may have changed.
    struct Dirty: Sendable {
        var due: Int
        var soiledAt: Int
        var at: ServerTime?
        var hints: [HintID] = []
        var withMessages = false
        var tries = 0
        var isRereading = false
        /// So often it was looked for and not found.
        var misses = 0
        /// A poll was to have shown it.
        var wasPolled = false
    }

    /// A change that was hinted from outside a moment ago.
    struct Outside: Sendable {
        /// Only then it is read for such a hint again.
        var until: Int
        /// What was hinted meanwhile.
        var next: HintID?
    }

    struct RecentRead: Sendable {
        var updated: ServerTime
        var at: Int
    }

    /// What is wrong with the server, or with us.
    struct Trouble: Sendable {
        var failures = 0
        var notBefore = 0
        var since: Int?
        var isTold = false
        var hasEverSucceeded = false
    }

    struct Stream: Sendable {
        enum Phase: Sendable, Hashable {
            case closed, opening, open, closing
        }
        var phase = Phase.closed
        var opensAt = 0
        var openedAt = 0
        var heardAt = 0
        var failures = 0
        var resumeAfter: String?

        init(resumeAfter: String?) {
            self.resumeAfter = resumeAfter
        }
    }

    struct Skew: Sendable {
        var milliseconds: Int?
        var isTold = false
    }
}
