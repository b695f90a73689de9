public import Chat

extension [Command<CommandContext>] {
    /// The bot's own commands, in the order of the help. A new one is a value in a file of its own and a word here.
    public static let builtIn: Self = [
        .slots, .slot, .why, .backlog, .spec, .specs, .find, .next, .freeze, .agenda, .burndown, .repropose, .log,
        .whoami, .away, .link, .help, .version, .second, .undo,
        .ready, .unready, .hold, .landed, .withdraw, .change, .exception,
        .bump, .take, .untake, .extend, .direction,
        .order, .focus, .blueprint, .category, .announce,
    ]
}
