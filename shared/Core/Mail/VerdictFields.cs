using System.Globalization;
using MimeKit;

namespace Postern.Core.Mail;

/// <summary>The fields by which filters say that a mail is spam or has a virus.</summary>
internal static class VerdictFields
{
    // Microsoft: 5 and 6 are spam, 7 to 9 are spam with high confidence; -1 was not filtered.
    private const int SpamConfidence = 5;

    private static readonly Dictionary<string, Func<string, bool>> Spam = new(StringComparer.OrdinalIgnoreCase)
    {
        // SpamAssassin, amavis, Rspamd
        ["X-Spam-Flag"] = IsYes,
        ["X-Spam-Status"] = IsYes,
        ["X-Spam"] = IsYes,
        ["X-Spamd-Result"] = value => value.Contains(": True", StringComparison.OrdinalIgnoreCase),
        ["X-Rspamd-Action"] = value => Begins(value, "add header") || Begins(value, "rewrite subject"),
        // Exchange and Microsoft 365
        ["X-MS-Exchange-Organization-SCL"] = IsConfident,
        ["X-Forefront-Antispam-Report"] = value => IsConfident(Member(value, "SCL")),
        // Amazon SES
        ["X-SES-Spam-Verdict"] = value => Begins(value, "FAIL"),
    };

    private static readonly Dictionary<string, Func<string, bool>> Infected = new(StringComparer.OrdinalIgnoreCase)
    {
        // ClamAV, amavis
        ["X-Virus-Status"] = value => Begins(value, "Infected") || IsYes(value),
        ["X-Amavis-Alert"] = value => Begins(value, "INFECTED"),
        // Microsoft 365
        ["X-Forefront-Antispam-Report"] = value => Member(value, "CAT") is "MALW" or "AMP",
        // Amazon SES
        ["X-SES-Virus-Verdict"] = value => Begins(value, "FAIL"),
    };

    public static bool SaysSpam(Header field) => Says(Spam, field);

    public static bool SaysInfected(Header field) => Says(Infected, field);

    private static bool Says(Dictionary<string, Func<string, bool>> verdicts, Header field) =>
        verdicts.TryGetValue(field.Field, out var says) && says(field.Value.Trim());

    private static bool IsYes(string value) => Begins(value, "yes") || Begins(value, "true");

    private static bool Begins(string value, string word) => value.StartsWith(word, StringComparison.OrdinalIgnoreCase);

    private static bool IsConfident(string value) =>
        int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var level)
        && level >= SpamConfidence;

    // NAME:value;NAME:value
    private static string Member(string value, string name) =>
        value
            .Split(';', StringSplitOptions.TrimEntries)
            .FirstOrDefault(member => Begins(member, $"{name}:"))
            ?[(name.Length + 1)..].Trim()
            .ToUpperInvariant()
        ?? "";
}
