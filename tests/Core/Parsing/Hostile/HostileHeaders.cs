using static Postern.Tests.Parsing.Hostile.HostileFamily;

namespace Postern.Tests.Parsing.Hostile;

/// <summary>Header fields that parsers of addresses, ids and parameters find hard.</summary>
internal static class HostileHeaders
{
    public static readonly HostileFamily[] Families =
    [
        OfHeader("addresses", 400, n => "Cc: " + Repeat(n, i => $"a{i}@b.example,\n ")),
        OfHeader("the same address", 400, n => "Cc: " + Repeat("a@b.example,\n ", n)),
        OfHeader("fields with an address", 400, n => Repeat(n, i => $"Cc: a{i}@b.example\n")),
        OfHeader("addresses without brackets", 400, n => "Cc: " + Repeat(n, i => $"a{i} @ b.example ;\n ")),
        OfHeader("failed addresses", 400, n => "Cc: " + Repeat(n, i => $"<=?utf-8?q?a{i}=40b.example?=>,\n ")),
        OfHeader("brackets", 4000, n => "Cc: " + Repeat("<", n) + "a@b.example"),
        OfHeader("at signs", 10000, n => "Cc: " + Repeat("a@", n)),
        OfHeader("quotes", 4000, n => "Cc: " + Repeat("\" ", n) + "a@b.example"),
        OfHeader("comments", 4000, n => "Cc: " + Repeat("(", n) + "a@b.example"),
        OfHeader("groups", 2000, n => "Cc: " + Repeat("a:", n) + "a@b.example"),
        OfHeader("routes", 2000, n => "Cc: <" + Repeat("@a,", n) + ":a@b.example>"),
        OfHeader("commas", 10000, n => "Cc: @" + Repeat(",", n)),
        OfHeader("references", 2000, n => "References: " + Repeat(n, i => $"<{i}@b.example>\n ")),
        OfHeader("references without brackets", 2000, n => "References: " + Repeat(n, i => $"{i}@b.example\n ")),
        OfHeader("fields with a reference", 1000, n => Repeat(n, i => $"References: <{i}@b.example>\n")),
        OfHeader("replied ids", 2000, n => "In-Reply-To: " + Repeat("<", n)),
        OfHeader("hops", 1500, n => Repeat("Received: from a by b; Mon, 2 Nov 2026 10:00:00 +0000\n", n)),
        OfHeader("fields", 2000, n => Repeat(n, i => $"X-{i}: a\n")),
        OfHeader("folds", 4000, n => "Subject: a" + Repeat("\n b", n)),
        OfHeader("encoded words", 1500, n => "Subject: " + Repeat("=?utf-8?q?a?= ", n)),
        OfHeader("broken encoded words", 1000, n => "Subject: " + Repeat("=?utf-8?q?", n)),
        OfHeader("parameters", 1000, n => "Content-Type: text/plain" + Repeat(n, i => $"; a{i}=b")),
        OfHeader("pieces of a parameter", 1000, n => "Content-Type: text/plain" + Repeat(n, i => $"; name*{i}=b")),
        OfHeader("quotes of a parameter", 4000, n => "Content-Type: text/plain; a=" + Repeat("\"", n)),
        OfHeader("verdicts", 500, n => Repeat("Authentication-Results: mx.example; spf=fail; dkim=fail\n", n)),
        OfHeader("parts of a verdict", 500, n => "Authentication-Results: mx.example" + Repeat("; dkim=fail", n)),
        OfHeader("a date", 4000, n => "Date: " + Repeat("Mon, 2 ", n)),
        OfHeader("a Message-Id", 5000, n => "Message-ID: <" + Repeat("a.", n) + "@b.example>"),
        OfHeader("a Content-Id", 20000, n => "Content-ID: " + Repeat("<", n)),
        OfHeader("return paths", 1000, n => Repeat("Return-Path: <a@b.example>\n", n)),
        OfHeader(
            "X-Failed-Recipients",
            400,
            n => "X-Failed-Recipients: " + Repeat(n, i => $"a{i}@b.example,\n "),
            Repeat(300, i => $"a{i}@b.example: user unknown\n\n")
        ),
    ];
}
