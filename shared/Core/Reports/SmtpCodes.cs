using System.Globalization;
using System.Text.RegularExpressions;

namespace Postern.Core.Reports;

/// <summary>
/// The reply code (RFC 5321 §4.2) and the enhanced status code (RFC 3463) in a server's text; null where there is none.
/// </summary>
internal readonly partial record struct SmtpCodes(int? ReplyCode, string? Status)
{
    /// <summary>
    /// The first reply code and the first specific status code: <c>5.1.1</c> is preferred to <c>5.0.0</c>.
    /// </summary>
    public static SmtpCodes Find(string text)
    {
        var reply = Reply().Match(text);
        var statuses = Statuses(text).Where(status => status[0] != '2').ToList();
        int? replyCode = reply.Success ? int.Parse(reply.Groups["code"].Value, CultureInfo.InvariantCulture) : null;
        return new(replyCode, statuses.Find(status => !IsVague(status)) ?? statuses.FirstOrDefault());
    }

    /// <summary>The code of a Status field, where servers also write comments and reply codes.</summary>
    public static string? OfField(string? value) => value is null ? null : Statuses(value).FirstOrDefault();

    /// <summary>Other or undefined status (RFC 3463 §3.1): it states the severity but not the reason.</summary>
    public static bool IsVague(string status) => status.EndsWith(".0.0", StringComparison.Ordinal);

    private static IEnumerable<string> Statuses(string text) =>
        Enhanced().Matches(text).Select(match => match.Groups["status"].Value);

    // A reply code must not be followed by what continues a number or an address, such as "450.1".
    [GeneratedRegex(
        """(?:^|[\s:;<(\[\]"'>=])(?<code>[45][0-5][0-9])"""
            + """(?:[ :-]+#?[45]\.[0-9]{1,3}\.[0-9]{1,3}|[\s:-]+[^0-9\s]|\s*$)"""
            + """|[:=](?<code>[45][0-5][0-9]),""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Reply();

    [GeneratedRegex(
        """(?:^|[\s(\[<#:;,="'-])(?<status>[245]\.[0-7]\.[0-9]{1,3})(?:[^0-9.]|\.\s|\.?$)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Enhanced();
}
