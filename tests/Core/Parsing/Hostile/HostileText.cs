using static Postern.Tests.Parsing.Hostile.HostileFamily;

namespace Postern.Tests.Parsing.Hostile;

/// <summary>Text that readers of quotes, signatures and attributions find hard.</summary>
internal static class HostileText
{
    private const string Attribution = "On Mon, 2 Nov 2026 at 10:00, Anna <anna@a.example> wrote:\n";

    public static readonly HostileFamily[] Families =
    [
        OfText("quoted lines", 10000, n => Repeat("> a\n", n)),
        OfText("quote marks of one line", 50000, n => Repeat(">", n)),
        OfText("attributions", 500, n => Repeat(Attribution + "> a\n", n)),
        OfText("attributions without a quote", 500, n => "> a\n" + Repeat(Attribution, n)),
        OfText("attributions before blank lines", 500, n => Repeat(Attribution + "\n\n\n\n\n> a\n", n)),
        OfText("attributions without an end", 1000, n => Repeat("On Mon, 2 Nov 2026 at 10:00, Anna\n", n)),
        OfText("half attributions on one line", 200, n => Repeat("a On Mon, 2 Nov 2026 ", n) + "wrote:\n"),
        OfText("headers of quoted mail", 1000, n => Repeat("From: Paris\nTo: Oslo\n\n", n)),
        OfText("dividers", 3000, n => Repeat("---- Original\n", n)),
        OfText("signature delimiters", 10000, n => Repeat("-- \nAnna\n", n)),
        OfText("words of phones", 1500, n => Repeat("sent the outlook of my iphone, a, b\n", n)),
        OfText("rules", 5000, n => Repeat("-----\n", n)),
        OfText("blank lines", 40000, n => Repeat("\n", n)),
        OfText("spaces", 100000, n => Repeat(" ", n)),
        OfText("no line ends", 100000, n => Repeat("a", n)),
        OfText("soft line breaks", 8000, n => Repeat("a \n> b \n", n), "Content-Type: text/plain; format=flowed\n"),
        OfText("a calendar", 6000, n => Repeat("SUMMARY:a\n b\n", n), "Content-Type: text/calendar\n"),
        OfText("quoted-printable", 20000, n => Repeat("=41=\n", n), "Content-Transfer-Encoding: quoted-printable\n"),
        OfText("base64", 5000, n => Repeat("QUJD\n", n), "Content-Transfer-Encoding: base64\n"),
        OfText("own links", 1000, n => Repeat("http://a/api/follow/0123456789abcdefghij0123456789 ", n)),
    ];
}
