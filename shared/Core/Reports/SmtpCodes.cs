using System.Globalization;
using System.Text.RegularExpressions;

namespace Postern.Core.Reports;

/// <summary>The reply code (RFC 5321 §4.2) and the enhanced status code (RFC 3463) that stand in a server's words; null where there is none.</summary>
internal readonly partial record struct SmtpCodes(int? ReplyCode, string? Status)
{
    /// <summary>The first reply code, and the first status code that says more than "something": <c>5.1.1</c> before <c>5.0.0</c>.</summary>
    public static SmtpCodes Find(string text)
    {
        var reply = Reply().Match(text);
        var status = Statuses(text).Where(found => found[0] != '2').ToList();
        return new(
            reply.Success ? int.Parse(reply.Groups["code"].Value, CultureInfo.InvariantCulture) : null,
            status.Find(found => !IsVague(found)) ?? status.FirstOrDefault()
        );
    }

    /// <summary>A status field's code: servers write words and reply codes around it.</summary>
    public static string? OfField(string? value) => value is null ? null : Statuses(value).FirstOrDefault();

    /// <summary>Other or undefined status (RFC 3463 §3.1): it says how bad, not what.</summary>
    public static bool IsVague(string status) => status.EndsWith(".0.0", StringComparison.Ordinal);

    private static IEnumerable<string> Statuses(string text) =>
        Enhanced().Matches(text).Select(match => match.Groups["status"].Value);

    // What follows must not look like a number's or an address's next part: "after 550 seconds" would need more, "450.1" is refused here.
    [GeneratedRegex(
        """(?:^|[\s:;<(\[\]"'>=])(?<code>[45][0-5][0-9])(?:[ :-]+#?[45]\.[0-9]{1,3}\.[0-9]{1,3}|[\s:-]+[^0-9\s]|\s*$)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Reply();

    [GeneratedRegex(
        """(?:^|[\s(\[<#:;,="'-])(?<status>[245]\.[0-7]\.[0-9]{1,3})(?:[^0-9.]|\.\s|\.?$)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Enhanced();
}
