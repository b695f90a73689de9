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
        ("alice", "!slots set", "alice: how many? Say \"!slots set 12 [why]\", or \"!slots set off\"."),
        ("alice", "!slots set many", "alice: how many? Say \"!slots set 12 [why]\", or \"!slots set off\"."),
        (
            "alice", "!slots set 1000000",
            "alice: that cannot be: the number of slots is 0 to 1000, or \"off\". Nothing was changed."
        ),
        (
            "alice", "!slots set 99999999999999999999",
            "alice: how many? Say \"!slots set 12 [why]\", or \"!slots set off\"."
        ),
        ("alice", "!slots set 4", "alice: nothing was changed: there are 4 slots."),
        ("alice", "!slots set 0.5", "alice: how many? Say \"!slots set 12 [why]\", or \"!slots set off\"."),
        ("alice", "!slots reserve", "alice: how many for what? Say \"!slots reserve debt 2\"."),
        ("alice", "!slots reserve debt", "alice: how many for what? Say \"!slots reserve debt 2\"."),
        (
            "alice", "!slots reserve debt -1",
            "alice: that cannot be: a reservation is 0 to 1000 slots. Nothing was changed."
        ),
        (
            "alice", "!slots reserve debt 5",
            "alice: that cannot be: 5 slots reserved are more than the 4 there are. Nothing was changed."
        ),
        (
            "alice", "!slots reserve debt 9223372036854775807",
            "alice: that cannot be: a reservation is 0 to 1000 slots. Nothing was changed."
        ),
        ("alice", "!slots reserve debt 1", "alice: nothing was changed: 1 slot is reserved for debt."),
        (
            "alice", "!slots reserve \"my debt\" 1",
            "alice: that cannot be: \"my debt\" cannot be a kind of work: a name is made of a-z, 0-9, \".\" and \"-\". Nothing was changed."
        ),
        (
            "alice", "!slots lend",
            "alice: say \"!slots lend on\" or \"!slots lend off\": whether reserved slots without ready work of their kind are lent."
        ),
        ("alice", "!slots lend off", "alice: nothing was changed: reserved slots are kept idle."),
        // One blueprint
        (
            "erin", "!slot nothing-like-it",
            "erin: no blueprint \"nothing-like-it\". \"!find\" searches names and titles, \"!backlog\" lists all."
        ),
        ("erin", "!slot 4", "erin: slot 4 is free. \"!slots\" shows those that are busy."),
        (
            "erin", "!slot 5",
            "erin: no blueprint \"5\". \"!find\" searches names and titles, \"!backlog\" lists all."
        ),
        (
            "erin", "!slot vmware",
            "erin: \"vmware\" may mean vmware-vsan or vmware-ephemeral-disk; please say which."
        ),
        (
            "erin", "!slot b99",
            "erin: no blueprint \"b99\". \"!find\" searches names and titles, \"!backlog\" lists all."
        ),
        ("erin", "!why", "erin: which blueprint? Say \"!why NAME\", or \"!backlog\" for the list."),
        (
            "erin", "!why vmware-vsam",
            "erin: no blueprint \"vmware-vsam\". Did you mean vmware-vsan (slot 1)? \"!find vmware\" lists 3."
        ),
        ("erin", "!find", "erin: what? Say \"!find vmware disk\"."),
        (
            "erin", "!find cinderella",
            "erin: nothing has \"cinderella\" in its name or title. \"!backlog\" and \"!specs\" list what there is."
        ),
        ("erin", "!log nova", "erin: no blueprint \"nova\". \"!find nova\" lists 1."),
        // The author
        ("carol", "!ready", "carol: which blueprint? Say \"!ready NAME\", or \"!backlog\" for the list."),
        ("carol", "!ready vmware-vsan", "carol: vmware-vsan has a slot. \"!slot vmware-vsan\" shows it."),
        (
            "carol", "!ready vmware-ephemeral-disk",
            "carol: nothing was changed: vmware-ephemeral-disk has been called ready."
        ),
        (
            "carol", "!unready nfs-image-store",
            "carol: nothing was changed: nobody has called nfs-image-store ready."
        ),
        (
            "carol", "!hold vmware-vsan",
            "carol: how long? Say \"!hold vmware-vsan 10d\" (m, h, d or w), or \"!hold vmware-vsan off\"."
        ),
        (
            "carol", "!hold vmware-vsan soon",
            "carol: how long? Say \"!hold vmware-vsan 10d\" (m, h, d or w), or \"!hold vmware-vsan off\"."
        ),
        (
            "carol", "!hold vmware-vsan 0d",
            "carol: how long? Say \"!hold vmware-vsan 10d\" (m, h, d or w), or \"!hold vmware-vsan off\"."
        ),
        (
            "carol", "!hold vmware-vsan 99999w",
            "carol: how long? Say \"!hold vmware-vsan 10d\" (m, h, d or w), or \"!hold vmware-vsan off\"."
        ),
        ("carol", "!hold vmware-vsan off", "carol: nothing was changed: vmware-vsan is not on hold."),
        ("carol", "!landed", "carol: which blueprint? Say \"!landed NAME\", or \"!backlog\" for the list."),
        (
            "carol", "!withdraw",
            "carol: which blueprint? Say \"!withdraw NAME [why]\", or \"!backlog\" for the list."
        ),
        (
            "carol", "!change",
            "carol: which change? Say \"!change 128612 merged\", or \"!change add NAME 128612\"."
        ),
        (
            "carol", "!change vmware-vsan merged",
            "carol: which change? Say \"!change 128612 merged\", or \"!change add NAME 128612\"."
        ),
        (
            "carol", "!change 128612",
            "carol: what of it? Say open, wip, merged, abandoned, +2 WHO, ci ok or title TEXT."
        ),
        (
            "carol", "!change 128612 mergd",
            "carol: \"mergd\" says nothing of a change. There are: open, wip, merged, abandoned, +2 WHO, ci ok, title TEXT."
        ),
        ("bob", "!change 128612 +2", "bob: whose vote? Say \"+2 bob\"; \"0 bob\" takes it away."),
        ("bob", "!change 128612 +3 bob", "bob: a vote is -2 to +2."),
        ("bob", "!change 128612 ci purple", "bob: CI is \"ci ok\", \"ci failed\" or \"ci running\"."),
        ("bob", "!change 128610 merged", "bob: nothing was changed: 128610 is so."),
        (
            "carol", "!change add",
            "carol: which blueprint? Say \"!change add NAME NUMBER\", or \"!backlog\" for the list."
        ),
        (
            "carol", "!change add nfs-image-store",
            "carol: which changes? Say up to 50 numbers: \"!change add NAME 128001 128002\"."
        ),
        (
            "carol", "!change add nfs-image-store later",
            "carol: \"later\" is no change: \"!change add NAME 128001\"."
        ),
        ("carol", "!change add nfs-image-store -5", "carol: \"-5\" is no change: \"!change add NAME 128001\"."),
        (
            "carol", "!change add vmware-vsan 128612",
            "carol: nothing was changed: 128612 is a change of vmware-vsan."
        ),
        (
            "carol", "!change add vmware-vsan 128699 128612",
            "carol: nothing was changed: 128612 is a change of vmware-vsan."
        ),
        (
            "carol", "!change remove vmware-vsan 1",
            "carol: 1 is no change of a blueprint. \"!change add NAME 1\" links it."
        ),
        // Cores and voters
        ("bob", "!bump", "bob: which blueprint? Say \"!bump NAME [why]\", or \"!backlog\" for the list."),
        (
            "bob", "!bump nfs-image-store",
            "bob: nfs-image-store has no slot. \"!why nfs-image-store\" says what it waits for."
        ),
        (
            "bob", "!take nfs-image-store",
            "bob: nfs-image-store has no slot. \"!why nfs-image-store\" says what it waits for."
        ),
        ("bob", "!take vmware-vsan", "bob: nothing was changed: you have signed up for vmware-vsan."),
        ("bob", "!untake tag-instances", "bob: nothing was changed: you have not signed up for tag-instances."),
        ("erin", "!second", "erin: which blueprint? Say \"!second NAME\", or \"!backlog\" for the list."),
        // Leads
        ("alice", "!order", "alice: which blueprint? Say \"!order NAME PLACE\", or \"!backlog\" for the list."),
        (
            "alice", "!order nfs-image-store",
            "alice: which place? Say \"!order nfs-image-store 1\", or \"!order nfs-image-store free\"."
        ),
        (
            "alice", "!order nfs-image-store 0",
            "alice: a place is a number from 1 to the length of the backlog. \"!backlog\" shows it."
        ),
        (
            "alice", "!order nfs-image-store 4",
            "alice: a place is a number from 1 to the length of the backlog. \"!backlog\" shows it."
        ),
        ("alice", "!order nfs-image-store free", "alice: nothing was changed: nfs-image-store is not pinned."),
        ("alice", "!order vmware-vsan 1", "alice: vmware-vsan has a slot. \"!slot vmware-vsan\" shows it."),
        (
            "alice", "!blueprint",
            "alice: say \"!blueprint add NAME spec 126527 changes 128001 128002 by ACCOUNT\"; rename, alias, spec and group are the others."
        ),
        (
            "alice", "!blueprint paint it black",
            "alice: say \"!blueprint add NAME spec 126527 changes 128001 128002 by ACCOUNT\"; rename, alias, spec and group are the others."
        ),
        ("alice", "!blueprint add", "alice: what is it called? Say \"!blueprint add NAME\"."),
        ("alice", "!blueprint add x", "alice: \"x\" cannot be a name: a name has 2 to 63 characters."),
        (
            "alice", "!blueprint add Über-plan",
            "alice: \"über-plan\" cannot be a name: a name begins with a letter or a digit."
        ),
        ("alice", "!blueprint add b12", "alice: \"b12\" cannot be a name: b and a number is a blueprint's code."),
        (
            "alice", "!blueprint add ready-or-not spec",
            "alice: a word is missing behind \"spec\". Nothing was added."
        ),
        ("alice", "!blueprint add new", "alice: \"new\" cannot be a name: it is a word of the commands."),
        (
            "alice", "!blueprint add something spec 1",
            "alice: no spec has a review 1. \"!specs\" lists them; a spec core can add one with \"!spec add 1 CATEGORY: TITLE\"."
        ),
        ("alice", "!blueprint add something spec soon", "alice: a spec is a number: \"spec 126527\"."),
        (
            "alice", "!blueprint add something changes soon",
            "alice: \"soon\" is no change: say \"changes 128001 128002\"."
        ),
        (
            "alice", "!blueprint add something quickly",
            "alice: \"quickly\" is not understood here. Say \"!blueprint add NAME spec N changes N N debt by ACCOUNT\"."
        ),
        (
            "alice", "!blueprint rename vmware-vsan",
            "alice: a word is missing at the end: \"!blueprint rename NAME …\"."
        ),
        (
            "alice", "!blueprint rename vmware-vsan multi-attach",
            "alice: \"multi-attach\" is the name of b5 already; please choose another."
        ),
        (
            "alice", "!blueprint rename vmware-vsan vmware-vsan",
            "alice: nothing was changed: it is called vmware-vsan."
        ),
        (
            "alice", "!blueprint alias vmware-vsan b2",
            "alice: \"b2\" cannot be a name: b and a number is a blueprint's code."
        ),
        (
            "alice", "!blueprint spec vmware-vsan soon",
            "alice: a spec is a number: \"!blueprint spec NAME 126527\"."
        ),
        (
            "alice", "!blueprint spec vmware-vsan 128600",
            "alice: nothing was changed: vmware-vsan has the spec 128600."
        ),
        (
            "alice", "!category",
            "alice: say \"!category merge Sheduler Scheduler\"; names with blanks go into quotation marks. There are check, alias, merge, rename, split, keep and set."
        ),
        (
            "alice", "!category merge Scheduler",
            "alice: say \"!category merge Sheduler Scheduler\"; names with blanks go into quotation marks. There are check, alias, merge, rename, split, keep and set."
        ),
        (
            "alice", "!category merge Scheduler API EC2",
            "alice: two names, please; one with blanks goes into quotation marks: \"!category merge \"API (EC2)\" EC2\"."
        ),
        (
            "alice", "!category rename Scheduler Security",
            "alice: there is a category \"Security\" already; merge them instead."
        ),
        (
            "alice", "!category alias Scheduler Scheduler",
            "alice: nothing was changed: Scheduler is its own name."
        ),
        (
            "alice", "!category split Scheduler Placement",
            "alice: which specs? Say their reviews' numbers: \"!category split NAME INTO 126527 127123\"."
        ),
        (
            "alice", "!category split Scheduler Placement 127123 soon",
            "alice: \"soon\" is no review: \"!category split \"Block Storage\" Cinder 126527\"."
        ),
        (
            "alice", "!category split Scheduler Placement 127123 134153",
            "alice: 134153 is in Block Storage, not in Scheduler."
        ),
        (
            "alice", "!category keep Scheduler Scheduler",
            "alice: both are shown as Scheduler."
        ),
        ("alice", "!announce", "alice: what? Say \"!announce TEXT\"."),
        // Specs
        ("erin", "!spec", "erin: which spec? Say \"!spec 126527\", or \"!find WORDS\" to look for one."),
        ("erin", "!spec barbican", "erin: which spec? Say \"!spec 126527\", or \"!find WORDS\" to look for one."),
        ("erin", "!spec 999", "erin: no spec has a review 999. \"!find WORDS\" looks in titles."),
        (
            "alice", "!spec 126866 is fine",
            "alice: say \"!spec 126866 set approved\", \"!spec 126866 move CATEGORY\", or only \"!spec 126866\"."
        ),
        (
            "alice", "!spec 126866 set",
            "alice: which states? Say \"!spec NUMBER set ft, approved\", or \"!spec NUMBER set proposed\"."
        ),
        (
            "alice", "!spec 126866 set great",
            "alice: \"great\" is no state. There are: proposed, fast tracked (ft), approved, implemented, abandoned."
        ),
        (
            "alice", "!spec 126866 set abandoned, approved",
            "alice: that cannot be: an abandoned review cannot be approved too."
        ),
        ("alice", "!spec 126866 set proposed", "alice: nothing was changed: 126866 is proposed."),
        ("alice", "!spec 126866 move", "alice: where to? Say \"!spec 126866 move CATEGORY\"."),
        ("alice", "!spec 999 move Security", "alice: no spec has a review 999. \"!find WORDS\" looks in titles."),
        (
            "alice", "!spec add",
            "alice: say \"!spec add 126527 Hypervisor/VMware: Add ephemeral disk support\": number, category, colon, title."
        ),
        (
            "alice", "!spec add 126866 Security: Once more",
            "alice: nothing was changed: 126866 is a review of a spec."
        ),
        (
            "alice", "!spec add 999 Security",
            "alice: say \"!spec add 126527 Hypervisor/VMware: Add ephemeral disk support\": number, category, colon, title."
        ),
        ("erin", "!specs nowhere", "erin: no category \"nowhere\". \"!specs\" counts all."),
        (
            "erin", "!specs Securitee",
            "erin: no category \"Securitee\". Did you mean Security? \"!specs\" counts all."
        ),
        (
            "erin", "!specs a",
            "erin: API (EC2), Administrative, Block Storage, Hypervisor: VMWare: please say which category."
        ),
        (
            "erin", "!specs approved yesterday",
            "erin: say \"!specs approved since 1 Dec\", or only \"!specs approved\"."
        ),
        (
            "erin", "!specs approved since 31 Feb",
            "erin: there is no \"31 Feb\": February has 29 days."
        ),
        (
            "erin", "!specs approved since 12/11",
            "erin: \"12/11\" can be read in two ways: write 2014-12-11 or 2014-11-12."
        ),
        (
            "erin", "!specs approved since 2015-02-01",
            "erin: Sun 1 Feb 2015 is still to come."
        ),
        (
            "erin", "!specs approved since",
            "erin: since when? Say \"!specs approved since 1 Dec\", or \"2014-12-01\"."
        ),
        // People
        (
            "erin", "!undo C1",
            "erin: that cannot be taken back: it was said, or came from outside, and is corrected by a new command."
        ),
        (
            "erin", "!link oftc alice",
            "erin: say \"!link\" here and the code that you get on oftc: that proves both accounts, and nobody has to vouch."
        ),
        (
            "erin", "!link local 1000",
            "erin: say \"!link\" here and the code that you get on local: that proves both accounts, and nobody has to vouch."
        ),
        (
            "erin", "!link approve secret42",
            "erin: only leads can approve a link (you are known as erin, voter). Ask alice."
        ),
        ("alice", "!link approve 12345", "alice: that code is not valid: it is used, or too old."),
        // Commands
        ("erin", "!slts", "erin: no command \"slts\". Did you mean !slots? \"!help\" lists all."),
        ("erin", "!frobnicate the spec", "erin: no command \"frobnicate\". \"!help\" lists all."),
        ("erin", "slotkeeper: how are you?", "erin: no command \"how\". \"!help\" lists all."),
        ("erin", "slotkeeper:", "erin: yes? \"!help\" lists what I understand."),
        ("erin", "!help nothing", "erin: no command \"nothing\". \"!help\" lists all."),
        ("erin", "slotkeeper: @neutron slots", "erin: there is no board \"neutron\". There is nova."),
    ]

    @Test("ends in a sentence that says what, why and what next", arguments: mistakes)
    func mistake(nick: String, says: String, answer: String) async throws {
        let room = try await TestRoom.example()
        let before = await room.ledger.position
        let said = await room.say(nick, says)
        #expect(said == [answer])
        // A person may be written down who spoke for the first time; a board never changes.
        let records = try await room.log.read(after: before, limit: 100)
        #expect(records.allSatisfy { $0.stream == "people" })
    }
}
