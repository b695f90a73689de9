extension String {
    /// Text that somebody said, without formatting codes and other control characters.
    ///
    /// Taken out are bold and the like, colours with their numbers (`\x03 4,12`, `\x04 rrggbb`); a tab becomes a blank.
    /// Source: modern.ircdocs.horse, "Formatting".
    init(withoutFormatting bytes: ArraySlice<UInt8>) {
        guard bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            self.init(decoding: bytes, as: UTF8.self)
            return
        }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case 0x03: rest.dropColour(digits: 2) { (0x30...0x39).contains($0) }
            case 0x04: rest.dropColour(digits: 6) { Unicode.Scalar($0).properties.isASCIIHexDigit }
            case 0x09: plain.append(0x20)
            case 0..<0x20, 0x7F: continue
            default: plain.append(byte)
            }
        }
        self.init(decoding: plain, as: UTF8.self)
    }
}

extension ArraySlice<UInt8> {
    /// Drops a foreground colour and, behind a comma, a background colour.
    fileprivate mutating func dropColour(digits: Int, isDigit: (UInt8) -> Bool) {
        let foreground = prefix(digits).prefix(while: isDigit).count
        guard foreground > 0 else { return }
        removeFirst(foreground)
        guard first == UInt8(ascii: ",") else { return }
        let background = dropFirst().prefix(digits).prefix(while: isDigit).count
        if background > 0 { removeFirst(1 + background) }
    }
}
