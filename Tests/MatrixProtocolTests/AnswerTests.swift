import Testing

@testable import MatrixProtocol

@Suite struct AnswerTests {
    private func answer(_ status: Int, _ body: String, retryAfter: String? = nil) -> Answer {
        Answer(Response(status: status, body: Array(body.utf8), retryAfter: retryAfter), limit: 1000)
    }

    private static let unknownToken = "\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"no\""

    @Test(
        "An answer means what the specification says",
        arguments: [
            (200, "{\"a\":1}", Answer.ok(["a": 1])),
            (401, "{\(unknownToken),\"soft_logout\":true}", .loggedOut(isSoft: true, "no")),
            (401, "{\(unknownToken),\"soft_logout\":false}", .loggedOut(isSoft: false, "no")),
            (401, "{\(unknownToken)}", .loggedOut(isSoft: false, "no")),
            (401, "{\(unknownToken),\"soft_logout\":\"true\"}", .loggedOut(isSoft: false, "no")),
            (401, "{\"errcode\":\"M_MISSING_TOKEN\"}", .loggedOut(isSoft: false, "")),
            (401, "{\"errcode\":\"M_USER_LOCKED\",\"soft_logout\":true,\"error\":\"wait\"}", .locked("wait")),
            (
                403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"You are\\nnot in\"}",
                .refused(.init(status: 403, code: "M_FORBIDDEN", text: "You are not in"))
            ),
            (404, "{\"errcode\":\"M_NOT_FOUND\"}", .refused(.init(status: 404, code: "M_NOT_FOUND", text: ""))),
            (413, "{\"errcode\":\"M_TOO_LARGE\"}", .refused(.init(status: 413, code: "M_TOO_LARGE", text: ""))),
            (400, "{\"errcode\":\"M_UNKNOWN\"}", .refused(.init(status: 400, code: "M_UNKNOWN", text: ""))),
        ])
    func means(status: Int, body: String, answer: Answer) {
        #expect(self.answer(status, body) == answer)
    }

    @Test(
        "What is not the homeserver's own word decides nothing",
        arguments: [
            (200, "<!DOCTYPE html><html>Maintenance</html>"), (200, " \n<html>"), (200, ""),
            (200, "{\"next_batch\":\"s1"),
            (200, "[]"), (200, "{}{}"), (200, "\"ok\""), (401, "<html>Log in</html>"), (401, "{}"), (403, "Forbidden"),
            (404, "{\"error\":\"no route\"}"), (404, "404 page not found"), (500, "{\"errcode\":\"M_UNKNOWN\"}"),
            (502, ""),
            (503, "<html>"), (504, "upstream timed out"), (302, ""), (204, ""),
            (200, "{\"a\":\"\(String(repeating: "x", count: 1000))\"}"),
        ])
    func useless(status: Int, body: String) {
        if case .useless = answer(status, body) {} else { Issue.record("\(answer(status, body))") }
    }

    @Test(
        "429 says how long to wait, in either place",
        arguments: [
            ("{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":1452}", "2", 1452),
            ("{\"errcode\":\"M_LIMIT_EXCEEDED\",\"retry_after_ms\":1452}", nil, 1452), ("{}", "7", 7000),
            ("<html>Slow down</html>", "3", 3000), ("", nil, nil), ("{\"retry_after_ms\":100}", "30", 30_000),
            ("{\"retry_after_ms\":-5}", nil, 0), ("{\"retry_after_ms\":99999999999}", nil, 3_600_000),
            ("{\"retry_after_ms\":\"soon\"}", "later", nil), ("", "99999999999999999999", nil), ("", "-4", 0),
        ] as [(String, String?, Int?)])
    func tooMany(body: String, header: String?, milliseconds: Int?) {
        #expect(answer(429, body, retryAfter: header) == .tooMany(milliseconds: milliseconds))
    }
}
