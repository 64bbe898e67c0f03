using System.Text;

namespace Postern.Tests.Parsing.Hostile;

/// <summary>Mails of one form and any size, made to be slow to read.</summary>
/// <param name="Name">What is repeated.</param>
/// <param name="Count">How often in the smallest mail that is measured.</param>
/// <param name="Raw">The mail with that many repetitions.</param>
public sealed record HostileFamily(string Name, int Count, Func<int, string> Raw)
{
    private const string Sender = "From: Eve <eve@stranger.example>\nTo: support@mycompany.example\n";

    public byte[] Mail(int count) => Encoding.Latin1.GetBytes(Raw(count));

    /// <summary>An HTML mail with these repetitions.</summary>
    public static HostileFamily OfHtml(int count, string repeated, string before = "", string after = "") =>
        new(NameOf(before, repeated), count, n => HtmlMail(before + Repeat(repeated, n) + after));

    /// <summary>An HTML mail with a numbered piece of each.</summary>
    public static HostileFamily OfHtml(string name, int count, Func<int, string> piece, string before = "") =>
        new(name, count, n => HtmlMail(before + string.Concat(Enumerable.Range(0, n).Select(piece))));

    /// <summary>A mail with this text.</summary>
    public static HostileFamily OfText(string name, int count, Func<int, string> text, string fields = "") =>
        new(name, count, n => $"{Sender}{fields}Subject: Hello\n\n{text(n)}");

    /// <summary>A mail with these header fields.</summary>
    public static HostileFamily OfHeader(string name, int count, Func<int, string> fields, string text = "Hello") =>
        new(name, count, n => $"{Sender}{fields(n)}\n\n{text}\n");

    /// <summary>A mail from a mail system.</summary>
    public static HostileFamily OfReport(string name, int count, Func<int, string> rest) =>
        new(
            name,
            count,
            n =>
                "Return-Path: <>\nFrom: MAILER-DAEMON@mx.stranger.example\nTo: bounce@mycompany.example\n"
                + $"Subject: Undelivered Mail Returned to Sender\n{rest(n)}"
        );

    public static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();

    public static string Repeat(int count, Func<int, string> piece) =>
        string.Concat(Enumerable.Range(0, count).Select(piece));

    public override string ToString() => Name;

    private static string NameOf(string before, string repeated)
    {
        var start = before.Length > 20 ? before[..20] + "…" : before;
        var piece = repeated.Length > 30 ? repeated[..30] + "…" : repeated;
        return $"`{start}` `{piece.Replace("\n", "\\n", StringComparison.Ordinal)}`".Replace(
            "`` ",
            "",
            StringComparison.Ordinal
        );
    }

    private static string HtmlMail(string html) => $"{Sender}Subject: Hello\nContent-Type: text/html\n\n{html}";
}
