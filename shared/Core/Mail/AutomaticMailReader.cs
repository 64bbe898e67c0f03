using Postern.Core.Mime;
using Postern.Core.Text;
using static Postern.Core.Mime.AutomaticMailKind;

namespace Postern.Core.Mail;

/// <summary>
/// Classifies automatic mail by media types and header fields (RFC 3834, 3464, 5965, 8098). A strong sign says that a
/// machine wrote the mail; a weak one (RFC 2369, 2919) only how it travelled. A subject is a sign beside another one
/// only. The first rule that matches decides.
/// </summary>
internal static class AutomaticMailReader
{
    private const int LongestReason = 300;

    private static readonly Func<IncomingMail, MailFields, AutomaticMail?>[] Strong =
    [
        ReportContentType.Match,
        ProviderNotification,
        (_, fields) => HasField(Challenge, fields, AutomaticMailFields.Challenge),
        ReturnedMail,
        AutoSubmitted,
        (_, fields) => Responder(fields),
        (_, fields) => HasField(Bulk, fields, AutomaticMailFields.Program),
        (_, fields) => HasValue(Bulk, fields, "X-FC-MachineGenerated", "true"),
        (mail, _) => mail.NullReturnPath ? new AutomaticMail(AutoReply, "Return-Path: <>") : null,
    ];

    private static readonly Func<IncomingMail, MailFields, AutomaticMail?>[] Weak =
    [
        (_, fields) => HasField(List, fields, AutomaticMailFields.List),
        (_, fields) => HasField(Bulk, fields, AutomaticMailFields.Bulk),
        (_, fields) => Precedence(fields),
        (_, fields) => AutoResponseSuppress(fields),
        (_, fields) => HasField(Bulk, fields, AutomaticMailFields.Redirect),
    ];

    /// <summary>The mail with its signs; without any it is mail of a person.</summary>
    public static IncomingMail Read(IncomingMail mail, MailFields fields)
    {
        if (First(Strong, mail, fields) is { } strong)
            return mail with { Automatic = strong };
        if (First(Weak, mail, fields) is not { } weak)
            return mail;
        return AutomaticSubjects.Match(mail.Subject) is { } kind
            ? mail with
            {
                Automatic = Cut(new AutomaticMail(kind, $"{weak.Reason}, Subject: {mail.Subject}")),
            }
            : mail with
            {
                WeakSign = weak.Reason,
            };
    }

    private static AutomaticMail? First(
        Func<IncomingMail, MailFields, AutomaticMail?>[] rules,
        IncomingMail mail,
        MailFields fields
    )
    {
        foreach (var rule in rules)
        {
            if (rule(mail, fields) is { } found)
                return Cut(found);
        }
        return null;
    }

    private static AutomaticMail Cut(AutomaticMail found) =>
        found with
        {
            Reason = CutText.At(found.Reason, LongestReason),
        };

    // Complaints and reports in the proprietary formats of providers.
    private static AutomaticMail? ProviderNotification(IncomingMail mail, MailFields fields)
    {
        var isComplaint = mail.Subject.StartsWith("complaint about message", StringComparison.OrdinalIgnoreCase);
        if (isComplaint && mail.NamedFrom?.Address == "staff@hotmail.com")
            return new AutomaticMail(Complaint, $"From: {mail.FromText}");
        var isSnsComplaint = mail.Text.Contains("\"notificationType\":\"Complaint\"", StringComparison.Ordinal);
        return HasField(Complaint, fields, "X-Apple-Unsubscribe")
            ?? HasField(isSnsComplaint ? Complaint : Bulk, fields, "x-amz-sns-message-id");
    }

    private static AutomaticMail? ReturnedMail(IncomingMail mail, MailFields fields)
    {
        if (HasField(DeliveryReport, fields, "X-Failed-Recipients") is { } failed)
            return failed;
        var sender = mail.NamedFrom?.LocalPart ?? mail.FromText?.Trim().ToLowerInvariant();
        var isSystem = sender == "mailer-daemon" || (sender == "postmaster" && mail.NullReturnPath);
        return isSystem ? new AutomaticMail(DeliveryReport, $"From: {mail.FromText}") : null;
    }

    // RFC 3834 §5: parameters or a comment may follow the keyword.
    private static AutomaticMail? AutoSubmitted(IncomingMail mail, MailFields fields)
    {
        if (fields.Value("Auto-Submitted") is not { Length: > 0 } value)
            return null;
        var keyword = value.Split([';', '(', ' '])[0].ToLowerInvariant();
        if (keyword is "no" or "")
            return null;
        var isReply = keyword == "auto-replied" || AutomaticSubjects.Match(mail.Subject) is not null;
        return new AutomaticMail(isReply ? AutoReply : Bulk, $"Auto-Submitted: {value}");
    }

    private static AutomaticMail? Responder(MailFields fields) =>
        HasField(AutoReply, fields, AutomaticMailFields.Responder)
        ?? HasValue(AutoReply, fields, "X-Apple-Action", "vacation")
        ?? HasValue(AutoReply, fields, "Delivered-To", "autoresponder")
        ?? HasValue(AutoReply, fields, "X-POST-MessageClass", "autoresponder")
        ?? HasValue(AutoReply, fields, "Preference", "auto_reply")
        ?? (PrecedenceOf(fields) is "auto_reply" or "auto-reply" ? Sign(AutoReply, fields) : null);

    private static AutomaticMail? Precedence(MailFields fields) =>
        PrecedenceOf(fields) switch
        {
            "list" => Sign(List, fields),
            "bulk" or "junk" => Sign(Bulk, fields),
            _ => null,
        };

    private static AutomaticMail Sign(AutomaticMailKind kind, MailFields fields) =>
        new(kind, $"Precedence: {PrecedenceOf(fields)}");

    private static string? PrecedenceOf(MailFields fields) =>
        (fields.Value("Precedence") ?? fields.Value("X-Precedence"))?.ToLowerInvariant();

    // Exchange and ticket systems write it: no automatic answer is wanted.
    private static AutomaticMail? AutoResponseSuppress(MailFields fields) =>
        fields.Value("X-Auto-Response-Suppress") is { Length: > 0 } value
        && !value.Equals("none", StringComparison.OrdinalIgnoreCase)
            ? new AutomaticMail(Bulk, $"X-Auto-Response-Suppress: {value}")
            : null;

    private static AutomaticMail? HasField(AutomaticMailKind kind, MailFields fields, params string[] names) =>
        Array.Find(names, fields.Has) is { } name ? new AutomaticMail(kind, $"{name}: {fields.Value(name)}") : null;

    private static AutomaticMail? HasValue(AutomaticMailKind kind, MailFields fields, string name, string text)
    {
        var value = fields
            .Values(name)
            .FirstOrDefault(value => value.Contains(text, StringComparison.OrdinalIgnoreCase));
        return value is null ? null : new AutomaticMail(kind, $"{name}: {value}");
    }
}
