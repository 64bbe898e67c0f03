using Postern.Core.Mime;
using Postern.Core.Text;
using static Postern.Core.Mime.AutomaticMailKind;

namespace Postern.Core.Mail;

/// <summary>
/// Classifies automatic mail: first by media types and header fields (RFC 3834, 2919, 2369, 3464, 5965, 8098), last by
/// the subject. The first rule that matches decides.
/// </summary>
internal static class AutomaticMailReader
{
    private const int LongestReason = 300;

    private static readonly Func<IncomingMail, MailFields, AutomaticMail?>[] Rules =
    [
        (mail, _) => ReportContentType.Match(mail.Message.Body),
        ProviderNotification,
        (_, fields) => HasField(Challenge, fields, AutomaticMailFields.Challenge),
        ReturnedMail,
        AutoSubmitted,
        (_, fields) => Responder(fields),
        (_, fields) => HasField(List, fields, AutomaticMailFields.List),
        (_, fields) => HasField(Bulk, fields, AutomaticMailFields.Bulk),
        Precedence,
        (mail, _) => mail.NullReturnPath ? new AutomaticMail(AutoReply, "Return-Path: <>") : null,
        AutoResponseSuppress,
        (_, fields) => HasValue(Bulk, fields, "X-FC-MachineGenerated", "true"),
        (mail, _) => AutomaticSubject(mail.Subject),
    ];

    /// <summary>Null when no rule matches: mail of a person.</summary>
    public static AutomaticMail? Read(IncomingMail mail, MailFields fields)
    {
        foreach (var rule in Rules)
        {
            if (rule(mail, fields) is { } found)
                return found with { Reason = CutText.At(found.Reason, LongestReason) };
        }
        return null;
    }

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
        ?? HasValue(AutoReply, fields, "Preference", "auto_reply");

    private static AutomaticMail? Precedence(IncomingMail mail, MailFields fields)
    {
        var value = (fields.Value("Precedence") ?? fields.Value("X-Precedence"))?.ToLowerInvariant();
        var kind = value switch
        {
            "auto_reply" or "auto-reply" => AutoReply,
            "list" => List,
            "bulk" or "junk" => AutomaticSubjects.Match(mail.Subject) is null ? Bulk : AutoReply,
            _ => (AutomaticMailKind?)null,
        };
        return kind is { } known ? new AutomaticMail(known, $"Precedence: {value}") : null;
    }

    // Exchange and ticket systems write this field into mail of programs, which must not be answered.
    private static AutomaticMail? AutoResponseSuppress(IncomingMail mail, MailFields fields)
    {
        if (fields.Value("X-Auto-Response-Suppress") is not { Length: > 0 } value)
            return null;
        if (value.Equals("none", StringComparison.OrdinalIgnoreCase))
            return null;
        var isReply = mail.InReplyTo.Count > 0 || AutomaticSubjects.Match(mail.Subject) is not null;
        return new AutomaticMail(isReply ? AutoReply : Bulk, $"X-Auto-Response-Suppress: {value}");
    }

    private static AutomaticMail? AutomaticSubject(string subject) =>
        AutomaticSubjects.Match(subject) is { } kind ? new AutomaticMail(kind, $"Subject: {subject}") : null;

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
