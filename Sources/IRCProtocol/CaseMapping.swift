/// Which letters a network takes for the same in nicks, channels and accounts.
///
/// Source: modern.ircdocs.horse, "CASEMAPPING parameter".
public enum CaseMapping: String, Sendable, Hashable, CaseIterable {
    case ascii
    /// Also `{}|^` are the small letters of `[]\~`.
    case rfc1459
    /// As `rfc1459`, but `^` and `~` differ.
    case strictRFC1459 = "rfc1459-strict"

    /// The mapping that ISUPPORT names; one that we do not know folds ASCII letters only.
    public init(named name: String) {
        switch name.lowercased() {
        case "rfc1459": self = .rfc1459
        case "rfc1459-strict", "strict-rfc1459": self = .strictRFC1459
        default: self = .ascii
        }
    }

    public func fold(_ name: String) -> Folded {
        guard name.utf8.contains(where: isCapital) else { return Folded(text: name) }
        return Folded(text: String(decoding: name.utf8.map(fold), as: UTF8.self))
    }

    func fold(_ byte: UInt8) -> UInt8 {
        isCapital(byte) ? byte + 32 : byte
    }

    private func isCapital(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "\\"): self != .ascii
        case UInt8(ascii: "^"): self == .rfc1459
        default: false
        }
    }
}

/// A nick, channel or account in the form in which equal ones are equal. Made by `CaseMapping.fold`.
public struct Folded: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let text: String

    public var description: String { text }

    public static func < (left: Folded, right: Folded) -> Bool {
        left.text < right.text
    }
}
