import Testing

@testable import IRCNetwork
@testable import IRCProtocol

@Suite("Digests of libcrypto")
struct DigestTests {
    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    @Test func sha256IsThatOfFIPS180() {
        #expect(
            hexadecimal(Digest.sha256(Array("abc".utf8)))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(hexadecimal(Digest.sha256([])) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func hmacIsThatOfRFC4231() {
        let digest = Digest.hmacSHA256(key: Array("Jefe".utf8), Array("what do ya want for nothing?".utf8))
        #expect(hexadecimal(digest) == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    }

    @Test func pbkdf2IsThatOfRFC7914() {
        let key = Digest.pbkdf2SHA256(password: Array("passwd".utf8), salt: Array("salt".utf8), iterations: 1)
        #expect(hexadecimal(key) == "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc")
        #expect(Digest.pbkdf2SHA256(password: [], salt: [1], iterations: 1).count == 32)
    }

    @Test func randomBytesDiffer() {
        #expect(Digest.randomBytes(16).count == 16)
        #expect(Digest.randomBytes(16) != Digest.randomBytes(16))
    }

    /// The exchange of RFC 7677 section 3.
    @Test func scramIsThatOfRFC7677() throws {
        var cryptography = Cryptography.openSSL
        cryptography.randomBytes = { _ in Base64.decode("rOprNGfwEbeRWgbNEkqO") ?? [] }
        var exchange = SASLExchange(.scramSHA256, account: "user", password: "pencil", cryptography: cryptography)
        #expect(String(decoding: try exchange.respond(to: []), as: UTF8.self) == "n,,n=user,r=rOprNGfwEbeRWgbNEkqO")
        let challenge = "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096"
        #expect(
            String(decoding: try exchange.respond(to: Array(challenge.utf8)), as: UTF8.self)
                == "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        )
        #expect(!exchange.mayEnd)
        #expect(try exchange.respond(to: Array("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=".utf8)) == [])
        #expect(exchange.mayEnd)
    }
}
