import Gerrit
import GerritProtocol
import GerritTesting

extension FakeGerrit {
    func configuration(_ following: Following) -> GerritConfiguration {
        var configuration = following.configuration(url)
        configuration.credentials = .init(user: "slotbot") { "s3cret" }
        configuration.settings.projects = ["openstack/nova-specs"]
        configuration.settings.pageSize = 50
        configuration.settings.pollEvery = 300
        configuration.settings.pollEveryWithoutStream = 300
        configuration.stream = streamCommand
        return configuration
    }

    static func word(_ status: ChangeInfo.Status) -> String {
        switch status {
        case .open: "NEW"
        case .merged: "MERGED"
        case .abandoned: "ABANDONED"
        }
    }
}
