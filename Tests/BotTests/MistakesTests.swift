import Bot
import BotTesting
import Chat
import Ledger
import ReviewSlots
import Testing

/// What is wrong, why, and what to do next: a sentence for every mistake, and nothing is changed.
@Suite("Mistakes")
struct MistakesTests {
    /// Who says what on the example board, and what the bot says to it.
    static let mistakes: [(nick: String, says: String, answer: String)] = [
        // Slots
        ("alice", "!slots set", "?"),
        ("alice", "!slots set many", "?"),
        ("alice", "!slots set 1000000", "?"),
        ("alice", "!slots set 99999999999999999999", "?"),
        ("alice", "!slots set 4", "?"),
        ("alice", "!slots set 0.5", "?"),
        ("alice", "!slots reserve", "?"),
        ("alice", "!slots reserve debt", "?"),
        ("alice", "!slots reserve debt -1", "?"),
        ("alice", "!slots reserve debt 5", "?"),
        ("alice", "!slots reserve debt 9223372036854775807", "?"),
        ("alice", "!slots reserve debt 1", "?"),
        ("alice", "!slots reserve \"my debt\" 1", "?"),
        ("alice", "!slots lend", "?"),
        ("alice", "!slots lend off", "?"),
        // One blueprint
        ("erin", "!slot nothing-like-it", "?"),
        ("erin", "!slot 4", "?"),
        ("erin", "!slot 5", "?"),
        ("erin", "!slot vmware", "?"),
        ("erin", "!slot b99", "?"),
        ("erin", "!why", "?"),
        ("erin", "!why vmware-vsam", "?"),
        ("erin", "!find", "?"),
        ("erin", "!find cinderella", "?"),
        ("erin", "!log nova", "?"),
        // The author
        ("carol", "!ready", "?"),
        ("carol", "!ready vmware-vsan", "?"),
        ("carol", "!ready vmware-ephemeral-disk", "?"),
        ("carol", "!unready nfs-image-store", "?"),
        ("carol", "!hold vmware-vsan", "?"),
        ("carol", "!hold vmware-vsan soon", "?"),
        ("carol", "!hold vmware-vsan 0d", "?"),
        ("carol", "!hold vmware-vsan 99999w", "?"),
        ("carol", "!hold vmware-vsan off", "?"),
        ("carol", "!landed", "?"),
        ("carol", "!withdraw", "?"),
        ("carol", "!change", "?"),
        ("carol", "!change vmware-vsan merged", "?"),
        ("carol", "!change 128612", "?"),
        ("carol", "!change 128612 mergd", "?"),
        ("bob", "!change 128612 +2", "?"),
        ("bob", "!change 128612 +3 bob", "?"),
        ("bob", "!change 128612 ci purple", "?"),
        ("bob", "!change 128610 merged", "?"),
        ("carol", "!change add", "?"),
        ("carol", "!change add nfs-image-store", "?"),
        ("carol", "!change add nfs-image-store later", "?"),
        ("carol", "!change add nfs-image-store -5", "?"),
        ("carol", "!change add vmware-vsan 128612", "?"),
        ("carol", "!change add vmware-vsan 128699 128612", "?"),
        ("carol", "!change remove vmware-vsan 1", "?"),
        // Cores and voters
        ("bob", "!bump", "?"),
        ("bob", "!bump nfs-image-store", "?"),
        ("bob", "!take nfs-image-store", "?"),
        ("bob", "!take vmware-vsan", "?"),
        ("bob", "!untake tag-instances", "?"),
        ("erin", "!second", "?"),
        // Leads
        ("alice", "!order", "?"),
        ("alice", "!order nfs-image-store", "?"),
        ("alice", "!order nfs-image-store 0", "?"),
        ("alice", "!order nfs-image-store 4", "?"),
        ("alice", "!order nfs-image-store free", "?"),
        ("alice", "!order vmware-vsan 1", "?"),
        ("alice", "!blueprint", "?"),
        ("alice", "!blueprint paint it black", "?"),
        ("alice", "!blueprint add", "?"),
        ("alice", "!blueprint add x", "?"),
        ("alice", "!blueprint add Über-plan", "?"),
        ("alice", "!blueprint add b12", "?"),
        ("alice", "!blueprint add ready-or-not spec", "?"),
        ("alice", "!blueprint add new", "?"),
        ("alice", "!blueprint add something spec 1", "?"),
        ("alice", "!blueprint add something spec soon", "?"),
        ("alice", "!blueprint add something changes soon", "?"),
        ("alice", "!blueprint add something quickly", "?"),
        ("alice", "!blueprint rename vmware-vsan", "?"),
        ("alice", "!blueprint rename vmware-vsan multi-attach", "?"),
        ("alice", "!blueprint rename vmware-vsan vmware-vsan", "?"),
        ("alice", "!blueprint alias vmware-vsan b2", "?"),
        ("alice", "!blueprint spec vmware-vsan soon", "?"),
        ("alice", "!blueprint spec vmware-vsan 128600", "?"),
        ("alice", "!category", "?"),
        ("alice", "!category merge Scheduler", "?"),
        ("alice", "!category merge Scheduler API EC2", "?"),
        ("alice", "!category rename Scheduler Security", "?"),
        ("alice", "!category alias Scheduler Scheduler", "?"),
        ("alice", "!announce", "?"),
        // Specs
        ("erin", "!spec", "?"),
        ("erin", "!spec barbican", "?"),
        ("erin", "!spec 999", "?"),
        ("alice", "!spec 126866 is fine", "?"),
        ("alice", "!spec 126866 set", "?"),
        ("alice", "!spec 126866 set great", "?"),
        ("alice", "!spec 126866 set abandoned, approved", "?"),
        ("alice", "!spec 126866 set proposed", "?"),
        ("alice", "!spec 126866 move", "?"),
        ("alice", "!spec 999 move Security", "?"),
        ("alice", "!spec add", "?"),
        ("alice", "!spec add 126866 Security: Once more", "?"),
        ("alice", "!spec add 999 Security", "?"),
        ("erin", "!specs nowhere", "?"),
        ("erin", "!specs Securitee", "?"),
        ("erin", "!specs a", "?"),
        ("erin", "!specs approved yesterday", "?"),
        ("erin", "!specs approved since 31 Feb", "?"),
        // People
        ("erin", "!undo C1", "?"),
        ("erin", "!link oftc alice", "?"),
        ("erin", "!link local 1000", "?"),
        ("erin", "!link approve secret42", "?"),
        ("alice", "!link approve 12345", "?"),
        // Commands
        ("erin", "!slts", "?"),
        ("erin", "!frobnicate the spec", "?"),
        ("erin", "slotkeeper: how are you?", "?"),
        ("erin", "slotkeeper:", "?"),
        ("erin", "!help nothing", "?"),
        ("erin", "@neutron !slots", "?"),
        ("erin", "slotkeeper: @neutron slots", "?"),
    ]

    @Test("ends in a sentence that says what, why and what next", arguments: mistakes)
    func mistake(nick: String, says: String, answer: String) async throws {
        let room = try await TestRoom.example()
        let before = await room.ledger.position
        #expect(await room.say(nick, says) == [answer])
        // A person may be written down who spoke for the first time; a board never changes.
        let records = try await room.log.read(after: before, limit: 100)
        #expect(records.allSatisfy { $0.stream == "people" })
    }
}
