import Testing

@testable import MatrixProtocol

@Suite struct IdentifierTests {
    @Test(
        "A user id is a local part and a server, and nothing is folded",
        arguments: [
            "@alice:example.org", "@Alice:example.org", "@a.b_c=d-e/f+g:example.org:8448", "@a:[1234:5678::abcd]:5678",
            "@a:1.2.3.4", "@a|b:x", "@alice:EXAMPLE.org",
        ])
    func user(text: String) throws {
        let user = try #require(UserID(text))
        #expect(user.text == text)
        #expect("@\(user.localpart):\(user.server)" == text)
    }
}
