import MatrixModel
import Testing

@testable import MatrixProtocol

@Suite struct JSONTests {
    private func read(_ text: String) -> JSON? { try? JSON(Array(text.utf8)) }

    @Test(
        "JSON is read as it is meant",
        arguments: [
            ("null", JSON.null), ("true", true), (" false ", false), ("0", 0), ("-12", -12), ("1.5", .number(1.5)),
            ("1e2", .number(100)), ("9223372036854775807", .int(Int.max)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)), ("[]", []), ("{}", [:]),
            ("[1, [2], {\"a\": \"b\"}]", [1, [2], ["a": "b"]]), (#""a\n\t\"\\\/é""#, "a\n\t\"\\/é"),
            (#""\ud83d\ude00""#, "😀"), ("{\"a\":1,\"a\":2}", ["a": 2]), ("\u{FEFF}1", 1),
        ] as [(String, JSON)])
    func reads(text: String, json: JSON) {
        #expect(read(text) == json)
    }

    @Test(
        "What spoils nothing else is forgiven",
        arguments: [
            (#""a\ud800b""#, JSON.text("a\u{FFFD}b")), (#""\udc00""#, "\u{FFFD}"), (#""\ud800\u0041""#, "\u{FFFD}A"),
            (#""\ud800\ud800""#, "\u{FFFD}\u{FFFD}"), ("1e999", .null), (#""\u0000""#, "\u{0}"),
            ("\"a\u{1}b\"", "a\u{1}b"),
        ] as [(String, JSON)])
    func forgives(text: String, json: JSON) {
        #expect(read(text) == json)
    }

    @Test(
        "What is no JSON is none",
        arguments: [
            "", "  ", "{", "[1", "[1,", "\"a", "\"a\\", "\"\\u12", "{\"a\"", "{\"a\":", "{\"a\":1,}", "[1,]", "{a:1}",
            "tru", "nulll", "+1", "1 2", "{}{}", "'a'", "-", "1-2", "\"\\x\"", "<html>", "NaN", "[1 2]",
        ])
    func refuses(text: String) {
        #expect(read(text) == nil)
    }

    @Test func `What nests too deep is left out, and what is around it is not`() {
        let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
        let json = read("{\"deep\": \(deep), \"also\": {\"x\": \(deep)}, \"text\": \"here\"}")
        #expect(json?["text"] == "here")
        #expect(json?["deep"].list.count == 1)
        let objects = String(repeating: "{\"a\":\"}\",\"b\":", count: 1000) + "1" + String(repeating: "}", count: 1000)
        #expect(read("[\(objects), 2]")?.list.last == 2)
    }

    @Test func `Bytes that are no UTF-8 spoil only their text`() throws {
        let json = try JSON(Array("[\"a".utf8) + [0xFF, 0xC3] + Array("b\",1]".utf8))
        #expect(json.list.last == 1)
        #expect(json.list.first?.text?.hasPrefix("a") == true)
    }

    @Test func `What was written is read again, and is always written alike`() throws {
        var random = Numbers(seed: 7)
        for _ in 0..<300 {
            let json = value(&random, depth: 0)
            #expect(try JSON(json.bytes) == json)
            #expect(try JSON(json.bytes).bytes == json.bytes)
        }
    }

    @Test func `Whatever is cut off or bent, reading ends`() {
        var random = Numbers(seed: 8)
        for _ in 0..<2000 {
            var bytes = value(&random, depth: 0).bytes
            for _ in 0..<random.number(1...4) where !bytes.isEmpty {
                let place = random.number(0...bytes.count - 1)
                switch random.number(0...2) {
                case 0: bytes[place] = UInt8(random.number(0...255))
                case 1: bytes.remove(at: place)
                default: bytes = Array(bytes[..<place])
                }
            }
            _ = try? JSON(bytes)
        }
    }

    private func value(_ random: inout Numbers, depth: Int) -> JSON {
        let texts = ["", "a", "\"\\", "é😀", "\u{1}\n", "</script>", "body", "x y"]
        switch random.number(0...(depth > 4 ? 4 : 6)) {
        case 0: return .null
        case 1: return .bool(random.chance(50))
        case 2: return .int(random.number(-1000...1000))
        case 3: return .number(Double(random.number(-1000...1000)) + 0.5)
        case 4: return .text(texts[random.number(0...texts.count - 1)])
        case 5: return .list((0..<random.number(0...4)).map { _ in value(&random, depth: depth + 1) })
        default:
            var members: [String: JSON] = [:]
            for _ in 0..<random.number(0...4) {
                members[texts[random.number(0...texts.count - 1)]] = value(&random, depth: depth + 1)
            }
            return .object(members)
        }
    }
}
