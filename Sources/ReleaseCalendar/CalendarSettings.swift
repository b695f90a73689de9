/// What the configuration says of a board's calendar.
public struct CalendarSettings: Sendable, Hashable {
    /// In which times are shown, and read where none is written.
    public var zone: Zone
    public var occasions: [Occasion]
    public var reminders: ReminderRules

    public init(zone: Zone = .utc, occasions: [Occasion] = [], reminders: ReminderRules = ReminderRules()) {
        self.zone = zone
        self.occasions = occasions
        self.reminders = reminders
    }
}
