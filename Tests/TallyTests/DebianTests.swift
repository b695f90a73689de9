import Foundation
import Testing

@testable import Tally

/// The elections of Debian's project leaders, 2001 to 2022, with the winners that Debian announced.
@Suite struct DebianTests {
    static let winners = [
        ("D01", "Ben Collins"), ("D02", "Bdale Garbee"), ("D03", "Martin Michlmayr"), ("D04", "Martin Michlmayr"),
        ("D05", "Branden Robinson"), ("D06", "Anthony Towns"), ("D08", "Steve McIntyre"), ("D09", "Steve McIntyre"),
        ("D10", "Stefano Zacchiroli"), ("D11", "Stefano Zacchiroli"), ("D12", "Stefano Zacchiroli"),
        ("D13", "Lucas Nussbaum"), ("D14", "Lucas Nussbaum"), ("D15", "Neil McGovern"), ("D16", "Mehdi Dogguy"),
        ("D17", "Chris Lamb"), ("D18", "Chris Lamb"), ("D19", "Sam Hartman"), ("D20", "Jonathan Carter"),
        ("D21", "Jonathan Carter"), ("D22", "Jonathan Carter"),
    ]

    static func election(_ name: String) throws -> Election {
        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/elections")
        let file = fixtures.appending(path: "debian-dataset-\(name)-last.toi")
        return try Election(prefLib: Array(Data(contentsOf: file)))
    }

    @Test(arguments: winners)
    func `Debian's leader wins, by every method both ways`(name: String, winner: String) throws {
        let election = try Self.election(name)
        let plain = PlainCount(count: election.candidates.count, ballots: election.ballots())
        for method in Method.allCases where method != .kemeny || election.candidates.count < 8 {
            let result = try election.result(by: method)
            let (tieSets, order) = plain.outcome(by: method)
            #expect(result.expected == tieSets.map { $0.map { election.candidates[$0] } }, "\(method.rawValue)")
            #expect(result.expectedStrict == order.map { election.candidates[$0] }, "\(method.rawValue)")
            if method.rawValue.hasPrefix("ranked-pairs") || method.rawValue.hasPrefix("schulze") {
                #expect(result.expectedStrict.first == .text(winner), "\(method.rawValue)")
            }
        }
        #expect(election.id == .text("real-debian-dataset-\(name)-last"))
    }

}
