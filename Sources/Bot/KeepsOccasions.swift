public import ReleaseCalendar

/// What a plugin's reducer keeps, if there are dates in it: other reducers look at them before one of theirs comes back.
public protocol KeepsOccasions {
    /// Without those that a plugin itself has brought.
    func occasions(besidesThoseOf plugin: String) -> [Occasion]
}
