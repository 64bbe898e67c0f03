using MimeKit;
using Postern.Core.Text;

namespace Postern.Core.Mail;

/// <summary>What filters of trusted servers found in a mail, with the field that says so; null = nothing.</summary>
/// <param name="Spam">The field by which it is spam, for example <c>X-Spam-Flag: YES</c>.</param>
/// <param name="Infected">The field by which it has a virus.</param>
public sealed record ContentVerdict(string? Spam, string? Infected)
{
    private const int LongestField = 200;

    /// <summary>Nothing is known, or nothing was found.</summary>
    public static ContentVerdict None { get; } = new(null, null);

    /// <summary>
    /// Reads the verdicts of trusted servers. Of each field only the topmost counts; any field that says so is enough.
    /// </summary>
    /// <param name="mail">The mail.</param>
    /// <param name="trusted">Names of the trusted servers (<c>mail.auth.trusted</c>).</param>
    public static ContentVerdict Of(IncomingMail mail, IReadOnlyList<string> trusted)
    {
        var hosts = new TrustedHosts(trusted);
        if (hosts.IsEmpty)
            return None;
        var fields = TrustedFields
            .Of(mail.Message.Headers, hosts)
            .DistinctBy(field => field.Field, StringComparer.OrdinalIgnoreCase)
            .ToList();
        return new ContentVerdict(
            Text(fields.Find(VerdictFields.SaysSpam)),
            Text(fields.Find(VerdictFields.SaysInfected))
        );
    }

    private static string? Text(Header? field) =>
        field is null ? null : CutText.At(ShownText.Clean($"{field.Field}: {field.Value.Trim()}"), LongestField);
}
