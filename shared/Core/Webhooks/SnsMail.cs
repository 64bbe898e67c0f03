using System.Text.Json;
using Postern.Core.Mail;
using Postern.Core.Reports;

namespace Postern.Core.Webhooks;

/// <summary>
/// Parses the notifications of Amazon SES that SNS sends by mail: JSON, in an envelope of SNS or alone, and a footer.
/// Nothing proves their origin, so that they count no more than a notice of any mail system.
/// </summary>
internal static class SnsMail
{
    private const string Footer = "\n--\n";

    private const string Amazon = ".amazonaws.com";

    // Servers fold lines of more than 998 octets so.
    private const string Fold = "!\n ";

    private static readonly string[] Signs = ["notificationType", "eventType"];

    /// <summary>The report; null for other mail.</summary>
    public static BounceReport? Read(IncomingMail mail)
    {
        var text = mail.Text;
        if (mail.Automatic is null && mail.NamedFrom?.Domain.EndsWith(Amazon, StringComparison.Ordinal) != true)
            return null;
        if (!text.AsSpan().TrimStart().StartsWith("{") || !Array.Exists(Signs, text.Contains))
            return null;
        var end = text.IndexOf(Footer, StringComparison.Ordinal);
        var json = (end < 0 ? text : text[..end]).Replace(Fold, "", StringComparison.Ordinal);
        try
        {
            return SesReports.Read(MessageOf(json) ?? json)?.Report;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? MessageOf(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Text("Message");
    }
}
