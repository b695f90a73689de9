extension Markup {
    /// A whole page.
    static func page(title: String, _ surroundings: SummaryPage.Surroundings, _ body: Markup) -> Markup {
        let feed: Markup =
            surroundings.feed.map {
                "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Summaries\" href=\"\($0)\">\n"
            } ?? ""
        let above: Markup = surroundings.links.isEmpty ? "" : "<nav>\n\(list(surroundings.links))</nav>\n"
        let forms: Markup =
            surroundings.forms.isEmpty
            ? "" : "<nav aria-label=\"Other forms\">\n\(list(surroundings.forms))</nav>\n"
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="generator" content="Slotkeeper">
            <title>\(title)</title>
            \(feed)<style>
            \(style)</style>
            </head>
            <body>
            \(above)\(body)<footer>
            \(forms)<p>Kept by Slotkeeper.</p>
            </footer>
            </body>
            </html>

            """
    }

    private static func list(_ links: [SummaryPage.Surroundings.Link]) -> Markup {
        "<ul>\n\(Markup(links.map { "<li><a href=\"\($0.path)\">\($0.title)</a></li>\n" }))</ul>\n"
    }

    /// One column that fits a phone of 320 pixels; colours of at least 4.5 to 1, by light and by dark; paper without menus.
    private static let style: Markup = """
        :root {
          --paper: #fdfdfb; --ink: #1d2126; --soft: #5b6470; --line: #dfe2e5; --card: #f4f5f3; --link: #0b5cad;
          --approved: #12693a; --implemented: #0b5394; --abandoned: #77540a; --fast: #6b3fa0;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #14171a; --ink: #e4e7ea; --soft: #9ba5b0; --line: #2f353b; --card: #1c2025; --link: #7db8f5;
            --approved: #6fd29a; --implemented: #82bdf5; --abandoned: #d9b060; --fast: #c3a3f0;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-behavior: smooth; }
        body {
          max-width: 46rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
          overflow-wrap: anywhere;
        }
        a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .15em; }
        h1 { margin: .6rem 0 .2rem; font-size: 1.75rem; line-height: 1.2; letter-spacing: -.01em; text-wrap: balance; }
        h2 { margin: 2rem 0 .4rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); font-size: 1.15rem; line-height: 1.3; }
        h2[data-note]::after { content: attr(data-note); margin-left: .6em; color: var(--soft); font-size: .8rem; font-weight: normal; }
        h2.empty { border: 0; color: var(--soft); font-size: 1rem; font-weight: normal; margin-top: 1.2rem; }
        ul { margin: 0; padding: 0; list-style: none; }
        section > ul > li { padding: .45rem 0; border-bottom: 1px solid var(--line); }
        section > ul > li:last-child { border-bottom: 0; }
        li.abandoned > bdi { color: var(--soft); text-decoration: line-through; text-decoration-thickness: 1px; }
        .review { white-space: nowrap; }
        .states { color: var(--soft); }
        .states b { font-weight: 600; }
        b.approved { color: var(--approved); } b.implemented { color: var(--implemented); }
        b.abandoned { color: var(--abandoned); } b.fast { color: var(--fast); }
        .date, .note, small, footer { color: var(--soft); font-size: .875rem; }
        .note { margin: .5rem 0; }
        nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; font-size: .875rem; }
        .contents { margin: 1.25rem 0; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .5rem; margin: 1.25rem 0 .5rem; }
        .figures li { padding: .5rem .6rem; border-radius: .5rem; background: var(--card); color: var(--soft); font-size: .8125rem; }
        .figures b { display: block; color: var(--ink); font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .figures .approved b { color: var(--approved); } .figures .implemented b { color: var(--implemented); }
        .figures .abandoned b { color: var(--abandoned); }
        .since { margin: 1.5rem 0; padding: 1rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); }
        .since h2 { margin: 0; padding: 0; border: 0; }
        .since details { margin-top: .75rem; }
        .since summary { cursor: pointer; font-weight: 600; }
        .since summary b { color: var(--soft); font-weight: normal; }
        .since details .note { margin: .2rem 0 0 1.1rem; }
        .since li { margin: .3rem 0 .3rem 1.1rem; font-size: .9375rem; }
        .archive li { padding: .8rem 0; border-bottom: 1px solid var(--line); }
        .archive a { font-weight: 600; }
        footer { margin-top: 3rem; padding-top: .8rem; border-top: 1px solid var(--line); }
        footer p { margin: .5rem 0 0; }
        @media print {
          :root { --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --card: #fff; --link: #000;
            --approved: #222; --implemented: #222; --abandoned: #222; --fast: #222; }
          body { max-width: none; padding: 0; font-size: 10pt; }
          nav, footer { display: none; }
          a { text-decoration: none; }
          h1, h2, summary { break-after: avoid; }
          li { break-inside: avoid; }
          .figures li, .since { border: 1px solid var(--line); }
        }

        """
}
