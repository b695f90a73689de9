import COpenSSL
public import IRCProtocol

/// Digests and random bytes from the system's libcrypto. What fails gives an empty array.
enum Digest {
    private static let size = 32

    static func sha256(_ text: [UInt8]) -> [UInt8] {
        made { EVP_Digest(text, text.count, $0, nil, EVP_sha256(), nil) == 1 }
    }

    static func hmacSHA256(key: [UInt8], _ text: [UInt8]) -> [UInt8] {
        made { HMAC(EVP_sha256(), key, Int32(key.count), text, text.count, $0, nil) != nil }
    }

    static func pbkdf2SHA256(password: [UInt8], salt: [UInt8], iterations: Int) -> [UInt8] {
        password.withUnsafeBytes { password in
            made { digest in
                PKCS5_PBKDF2_HMAC(
                    password.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(password.count), salt,
                    Int32(salt.count),
                    Int32(iterations), EVP_sha256(), Int32(size), digest) == 1
            }
        }
    }

    static func randomBytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        return RAND_bytes(&bytes, Int32(count)) == 1 ? bytes : []
    }

    private static func made(_ make: (UnsafeMutablePointer<UInt8>?) -> Bool) -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: size)
        return digest.withUnsafeMutableBufferPointer({ make($0.baseAddress) }) ? digest : []
    }
}

extension Cryptography {
    /// From the system's libcrypto.
    public static let openSSL = Cryptography(
        sha256: Digest.sha256, hmacSHA256: Digest.hmacSHA256(key:_:),
        pbkdf2SHA256: Digest.pbkdf2SHA256(password:salt:iterations:), randomBytes: Digest.randomBytes)
}
