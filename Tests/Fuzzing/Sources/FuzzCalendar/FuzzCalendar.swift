import ReleaseCalendar
import ReviewSlots

/// Reads a date as somebody writes it, and puts what comes of it into a calendar file. The first byte says what day it is,
/// what stands behind a line feed is its title.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCalendar(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    guard let start, count > 1 else { return 0 }
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    let now = Timestamp((Int(input[0]) * 331 + 16_384) * Timestamp.day + 9 * Timestamp.hour)
    let parts = input[1...].split(separator: UInt8(ascii: "\n"), maxSplits: 1, omittingEmptySubsequences: false)
    let text = String(decoding: parts[0], as: UTF8.self)
    let title = parts.count > 1 ? String(decoding: parts[1], as: UTF8.self) : ""
    let today = Zone.utc.local(now).day
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    if let day = try? DateReader.day(text) {
        precondition((try? DateReader.day(day.description)) == day, "a day does not read back")
    }
    guard let when = try? When(words, today: today) else { return 0 }
    precondition((1...words.count).contains(when.words), "more words than there are")
    let occasion = Occasion(
        id: "1", kind: .other, title: title, time: when.time, zone: when.zone ?? .utc, repetition: when.repetition,
        leads: [0, Timestamp.hour, Timestamp.day])
    check(occasion, now)
    check(ICalendar(title: title, domain: "d", entries: [.init(occasion, changed: now)]).text(now: now))
    return 0
}

private func check(_ occasion: Occasion, _ now: Timestamp) {
    let first = occasion.first
    precondition(first.start <= first.end, "it ends before it begins")
    if let next = occasion.next(after: now) {
        precondition(!next.isOver(at: now) && next.start >= first.start, "the next time is none")
        precondition(occasion.day(sharedWith: occasion, from: next.time.firstDay) != nil, "it is not on its own day")
    }
    let upcoming = [occasion].upcoming(after: now, limit: 3)
    precondition(zip(upcoming, upcoming.dropFirst()).allSatisfy { $0.start < $1.start }, "out of order")
    if let due = occasion.due(after: now + -Timestamp.day, upTo: now, ReminderRules()) {
        precondition(due.at <= now && due.at > now + -Timestamp.day, "it is not due")
    }
}

/// Lines of at most 75 bytes that end with CR LF (RFC 5545, section 3.1), with nothing in them that foreign words put there.
private func check(_ file: String) {
    precondition(file.hasPrefix("BEGIN:VCALENDAR\r\n") && file.hasSuffix("END:VCALENDAR\r\n"), "not whole")
    let bytes = Array(file.utf8)
    var length = 0
    for (place, byte) in bytes.enumerated() {
        switch byte {
        case UInt8(ascii: "\r"): precondition(bytes[place + 1] == UInt8(ascii: "\n"), "CR alone")
        case UInt8(ascii: "\n"):
            precondition(place > 0 && bytes[place - 1] == UInt8(ascii: "\r"), "LF alone")
            length = 0
        default:
            precondition(byte >= 0x20 && byte != 0x7F, "a control character")
            length += 1
            precondition(length <= 75, "a long line")
        }
    }
    let lines = file.replacing("\r\n ", with: "").split(separator: "\r\n")
    for word in ["BEGIN:VEVENT", "END:VEVENT", "END:VCALENDAR"] {
        precondition(lines.count { $0 == word } == 1, "\(word) is not there once")
    }
}
