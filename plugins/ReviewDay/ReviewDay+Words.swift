import Bot
import Chat
import ReleaseCalendar
import ReviewSlots

extension ReviewDay {
    /// `Fri 12 Dec, all day UTC`, `Fri 12 Dec 14:00-18:00 UTC`
    /// - Parameter channel: where it is said; whole days are those of the review day's own zone.
    func when(in channel: Zone, now: Timestamp) -> String {
        time.isAllDay
            ? "\(occurrence.when(in: zone, now: now)), all day \(zone)" : occurrence.when(in: channel, now: now)
    }
}

extension Figures {
    /// `40 spec reviews open: 11 need one more +2, 2 fast tracked (one +2 is enough), 9 wait for their author`
    func load(_ subject: ReviewDay.Subject) -> String {
        var parts: [String] = []
        if let missingOne, missingOne > 0 {
            parts.append("\(missingOne) \(missingOne == 1 ? "needs" : "need") one more +2")
        }
        if fastTracked > 0 { parts.append("\(fastTracked) fast tracked (one +2 is enough)") }
        if let waitingForAuthor, waitingForAuthor > 0 {
            parts.append("\(waitingForAuthor) \(waitingForAuthor == 1 ? "waits for its" : "wait for their") author")
        }
        let reviews = "\(Wording.count(open, "\(subject.word) review")) open"
        return parts.isEmpty ? reviews : "\(reviews): \(parts.joined(separator: ", "))"
    }

    /// `5 specs approved, 2 abandoned, 38 reviews by 9 people`
    func progress(_ subject: ReviewDay.Subject, apart: Bool = false) -> String {
        let done =
            subject == .specs
            ? "\(Wording.count(approved, "spec")) approved" : "\(Wording.count(approved, "change")) merged"
        var parts = [
            done + (apart && approvedOfFiled > 0 ? " (\(approvedOfFiled) of them filed since it was announced)" : "")
        ]
        parts.append("\(abandoned) abandoned")
        if let reviews, let people {
            parts.append("\(Wording.count(reviews, "review")) by \(people == 1 ? "1 person" : "\(people) people")")
        }
        return parts.joined(separator: ", ")
    }

    /// ` Needing just one +2 now: 127612 "select destinations".`
    var needs: String {
        guard !nearest.isEmpty else { return "" }
        let more = (missingOne ?? 0) - nearest.count
        let named = nearest.map { $0.title.isEmpty ? "\($0.number)" : "\($0.number) \"\($0.title)\"" }
        return " Needing just one +2 now: \(named.joined(separator: ", "))\(more > 0 ? " and \(more) more" : "")."
    }
}

extension BoardView {
    func lines(for event: ReviewDayReducer.Event, by actor: String) -> [Document.Line] {
        switch event {
        case .planned(let day):
            [
                "\(person: who(actor)) sets a \(day.title): \(day.when(in: zone, now: now)), \(day.occurrence.distance(in: zone, from: now)). What is filed from now on is counted apart. \(code: "!reviewday") shows how it stands.\(url("reviewday"))"
            ]
        case .calledOff(let day, let why):
            [
                "The \(day.title) of \(day.when(in: zone, now: now)) is called off by \(person: who(actor))\(why.map { ": \(Wording.short($0, 120))" } ?? "")."
            ]
        case .moved(let day, let time):
            [
                "The \(day.title) of \(day.when(in: zone, now: now)) is moved by \(person: who(actor)), to \(day.moved(to: time).when(in: zone, now: now))."
            ]
        case .told(_, .begin, _): []
        case .told(let day, let word, let figures): [line(day, word, figures)]
        case .due, .kept, .hour: []
        }
    }

    /// What is due.
    func line(_ day: ReviewDay, _ word: DueWord, _ figures: Figures) -> Document.Line {
        let late = now - word.at > Occasion.lateAfter ? "Late: " : ""
        let next: Document.Line =
            day.subject == .specs
            ? " Say \(code: "!next spec") for one to start with." : " Say \(code: "!next") for one to start with."
        let title = day.title.prefix(1).uppercased() + day.title.dropFirst()
        switch word {
        case .reminder where now < day.start:
            return
                "\(late)\(title) \(day.occurrence.distance(in: zone, from: now)), \(day.when(in: zone, now: now)). \(figures.load(day.subject)).\(next)\(url("reviewday"))"
        case .reminder, .begin:
            return
                "\(late)The \(day.title) has begun, \(day.when(in: zone, now: now)). \(figures.load(day.subject)).\(next)\(url("reviewday"))"
        case .noon(let at):
            return
                "\(late)Review day, \(zone.local(at).time) \(zone): \(figures.progress(day.subject)).\(figures.needs)\(url("reviewday"))"
        case .end:
            let before = figures.openBefore.map { ", before \($0)" } ?? ""
            let filed = figures.filed > 0 ? " Filed since it was announced: \(figures.filed)." : ""
            return
                "\(late)Review day is over: \(figures.progress(day.subject, apart: true)).\(filed) Open now \(Wording.count(figures.open, "review"))\(before)."
        }
    }
}
