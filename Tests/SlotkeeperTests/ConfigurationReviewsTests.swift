import Foundation
import Gerrit
import GerritProtocol
import GerritReviews
import Testing

@testable import Bot
@testable import slotkeeper

extension ConfigurationMistakesTests {
    private static func system(_ rest: String, reviews: String = "system: gerrit, projects: [demo]") -> String {
        """
        review_systems:
          gerrit: {\(rest)}
        boards:
          nova:
            reviews: {\(reviews)}
        """
    }

    private static let url = "url: https://review.example.org"

    private static func mistake(_ rest: String, _ said: String...) -> Mistake {
        var mistake = Mistake(instead: "boards:\n  nova:", system(rest))
        mistake.said = said
        return mistake
    }

    private static func mistake(reviews: String, _ said: String...) -> Mistake {
        var mistake = Mistake(instead: "boards:\n  nova:", system(url, reviews: reviews))
        mistake.said = said
        return mistake
    }

    static let reviews = [
        mistake("kind: gerrit", "8:3: review_systems.gerrit.url: is missing"),
        mistake(
            "url: review.example.org",
            #"8:17: review_systems.gerrit.url: "review.example.org" is no address: it begins with https://"#),
        mistake(
            "\(url), user: slotbot",
            "8:51: review_systems.gerrit.user: needs its HTTP password, as password_file or password_env"),
        mistake(
            "url: http://localhost, user: slotbot, password_env: PASSWORD",
            "8:17: review_systems.gerrit.url: would send the password in clear text: use https, or say allow_plaintext_auth: true"
        ),
        mistake(
            "\(url), webhook_secret_env: PASSWORD",
            "8:65: review_systems.gerrit.webhook_secret_env: is for web hooks, which come in nowhere: give web.listen, too",
            "8:65: review_systems.gerrit.webhook_secret_env: must hold at least 16 letters, digits, - and _, such as those of: openssl rand -hex 24"
        ),
        mistake("\(url), stream: {}", "8:45: review_systems.gerrit.stream: needs a host for ssh, or a command"),
        mistake(
            "\(url), stream: {host: -oProxyCommand=x}",
            #"8:60: review_systems.gerrit.stream.host: "-oProxyCommand=x" begins with -"#),
        mistake(
            "\(url), retry: {first: 5m}", "8:45: review_systems.gerrit.retry.longest: is shorter than first"),
        mistake(
            reviews: "system: gerit, projects: [demo]",
            #"11:23: boards.nova.reviews.system: "gerit" is not among the review_systems: did you mean "gerrit"?"#),
        mistake(reviews: "system: gerrit", "11:5: boards.nova.reviews.projects: name at least one project"),
        mistake(
            reviews: "system: gerrit, projects: ['a \"b']",
            #"11:42: boards.nova.reviews.projects: "a "b" is no project's name, such as openstack/nova"#),
        mistake(
            reviews: "system: gerrit, projects: [demo], since: yesterday",
            #"11:56: boards.nova.reviews.since: "yesterday" is no date such as 2014-10-01"#),
        mistake(
            reviews: "system: gerrit, projects: [demo], categories: [{category: A, title: '('}]",
            #"11:83: boards.nova.reviews.categories.title: "(" is no regular expression"#),
        mistake(
            reviews: "system: gerrit, projects: [demo], categories: [{category: A}]",
            "11:62: boards.nova.reviews.categories: give one of path, topic, hashtag and title"),
        mistake(
            reviews: "system: gerrit, specs: {projects: [demo], approved: [specs/x.rst]}",
            #"11:68: boards.nova.reviews.specs.approved: "specs/x.rst" needs {cycle} and {name}, as in specs/{cycle}/{name}.rst"#
        ),
        mistake(
            reviews: "system: gerrit, projects: [demo], blocks: {mode: vote}",
            "11:57: boards.nova.reviews.blocks: cannot be written without a user: give gerrit one, or advise only"),
    ]
}

@Suite struct ConfigurationReviewsTests {
    @Test(arguments: [
        ("127.0.0.1:8484", "127.0.0.1", true), ("[::1]:1", "::1", true), ("0.0.0.0:65535", "0.0.0.0", false),
        ("[2001:db8::7]:80", "2001:db8::7", false),
    ])
    func `web listens on an address of the machine`(text: String, host: String, isLoopback: Bool) throws {
        let address = try #require(WebSettings.Address(text))
        #expect("\(address)" == text)
        #expect(address.host == host)
        #expect(address.isLoopback == isLoopback)
    }

    @Test(arguments: ["", "8484", ":8484", "127.0.0.1", "127.0.0.1:0", "127.0.0.1:65536", "::1:8484", "[127.0.0.1]:80"])
    func `and on nothing else`(text: String) {
        #expect(WebSettings.Address(text) == nil)
    }

    @Test func `ssh is called so that it never asks and never waits for a dead server`() throws {
        let yaml = """
            networks: {here: {kind: terminal}}
            review_systems:
              gerrit:
                url: https://review.example.org/r/
                stream: {host: review.example.org, user: bot, key: /k, known_hosts: /h}
            boards:
              nova:
                cycle: kilo
                channels: [{network: here, name: nova}]
                reviews: {system: gerrit, projects: [demo]}
                roles: {core: ["gerrit:bob"]}
            """
        let configuration = try Configuration.parse(Array(yaml.utf8), file: "x.yaml", environment: [:])
        let system = try #require(configuration.reviewSystems.first)
        #expect(system.url == "https://review.example.org/r")
        let command = try #require(system.stream?.command)
        #expect(
            command.prefix(16) == [
                "ssh", "-T", "-p", "29418", "-o", "BatchMode=yes", "-o", "ServerAliveInterval=30", "-o",
                "ServerAliveCountMax=3", "-o", "UserKnownHostsFile=/h", "-i", "/k", "bot@review.example.org", "gerrit",
            ])
        let server = try #require(try configuration.gerritServers().first)
        #expect(server.configuration.settings.projects == ["demo"])
        #expect(server.boards.map(\.board) == ["nova"])
        #expect(BotConfiguration(configuration).boards[0].reviewURL == "https://review.example.org/r/{number}")
    }
}
