import Pacing

extension Sync {
    var streamDeadline: Int? {
        guard settings.usesStream else { return nil }
        return switch stream.phase {
        case .closed: stream.opensAt
        case .open: stream.heardAt + settings.streamSilence
        case .opening, .closing: nil
        }
    }

    mutating func watchStream(at now: Int) {
        guard let deadline = streamDeadline, now >= deadline else { return }
        if stream.phase == .closed {
            stream.phase = .opening
            actions.append(.openStream(resumeAfter: stream.resumeAfter))
        } else {
            log(.notice, "the stream has been silent for \(settings.streamSilence / 60_000) min: opening it anew")
            stream.phase = .closing
            poll.at = now
            actions.append(.closeStream)
        }
    }

    mutating func streamOpened(at now: Int) {
        guard stream.phase == .opening else { return }
        stream.phase = .open
        stream.openedAt = now
        stream.heardAt = now
        // Nothing that happened before is told again.
        poll.at = now
    }

    mutating func streamClosed(_ reason: String, at now: Int) {
        guard stream.phase != .closed else { return }
        let wasOpen = stream.phase == .open || stream.phase == .closing
        if wasOpen, now - stream.openedAt >= settings.streamStable { stream.failures = 0 }
        stream.phase = .closed
        stream.opensAt = now + delay(stream.failures)
        stream.failures += 1
        log(.notice, "the stream has ended: \(reason)")
        let soon = now + settings.pollEveryWithoutStream
        poll.at = min(poll.at, soon)
    }
}
