using Postern.Core.Mail;
using Postern.Core.Reports;

namespace Postern.Tests.Support.Odoo;

/// <summary>An intended difference from Odoo 17 in the effect of a report.</summary>
/// <param name="Name">Short name, printed with the count.</param>
/// <param name="Reason">Why Postern differs.</param>
/// <param name="When">The condition on the report and what came before it.</param>
/// <param name="Instead">What Postern does where Odoo did this.</param>
public sealed record BounceRule(
    string Name,
    string Reason,
    Func<ReportedMail, bool> When,
    Func<ReportedMail, BounceEffect, BounceEffect> Instead
);

/// <summary>A mail of a case.</summary>
/// <param name="Mail">The mail.</param>
/// <param name="Before">The mails of the case before it.</param>
/// <param name="MessageOf">Which message of the case an id names.</param>
/// <param name="IsSentTo">Whether a message of the case was sent to an address.</param>
public sealed record ReportedMail(
    IncomingMail Mail,
    IReadOnlyList<IncomingMail> Before,
    Func<string, string?> MessageOf,
    Func<string, string, bool> IsSentTo
);

/// <summary>All rules by which the effect of a report differs from Odoo 17, applied in order.</summary>
public static class BounceDeviations
{
    public static IReadOnlyList<BounceRule> Rules { get; } =
    [
        new(
            "a receipt is no bounce",
            "Odoo handles every multipart/report as a bounce; a mail that was read has been delivered.",
            reported => reported.Mail.Report is { Kind: BounceReportKind.Receipt },
            (_, _) => BounceEffect.None
        ),
        new(
            "a delay is no bounce",
            "Delivery is still attempted (RFC 3464 §2.3.3); Odoo does not read the action.",
            reported => EveryRecipient(reported, recipient => recipient.Action is ReportAction.Delayed),
            (_, _) => BounceEffect.None
        ),
        new(
            "a report in another form",
            "X-Failed-Recipients names the failed recipients; Odoo posts the notice and sends it to all followers.",
            reported => FailedRecipients(reported.Mail).Count > 0,
            (reported, _) => BounceEffect.Of(FailedDeliveries(reported), [])
        ),
        new(
            "every recipient of a report",
            "A report may be on several recipients (RFC 3464 §2.1.2); Odoo reads the first.",
            reported => MessageIn(reported) is not null && Failed(reported).Skip(1).Any(),
            (reported, _) => EveryRecipientsEffect(reported)
        ),
        new(
            "a report counts once",
            "The same report received twice adds nothing.",
            IsCopy,
            (_, _) => BounceEffect.None
        ),
        new(
            "only the address's own trouble counts",
            "Without a status and the server's reply it is unknown whether the address is the cause.",
            reported => EveryRecipient(reported, recipient => !Diagnosis.SpeaksOfAddress(recipient.Reason)),
            (_, odoo) => odoo with { Counted = "" }
        ),
    ];

    /// <summary>The rules that change the effect, and what it is then.</summary>
    public static (IReadOnlyList<BounceRule> Applied, BounceEffect Effect) For(ReportedMail reported, BounceEffect odoo)
    {
        var (applied, effect) = (new List<BounceRule>(), odoo);
        foreach (var rule in Rules.Where(rule => rule.When(reported)))
        {
            var next = rule.Instead(reported, effect);
            if (next != effect)
                applied.Add(rule);
            effect = next;
        }
        return (applied, effect);
    }

    private static bool EveryRecipient(ReportedMail reported, Func<ReportedRecipient, bool> condition) =>
        reported.Mail.Report is { Recipients: { Count: > 0 } recipients } && recipients.All(condition);

    private static BounceEffect EveryRecipientsEffect(ReportedMail reported)
    {
        var message = MessageIn(reported)!;
        var sent = Failed(reported).Where(recipient => reported.IsSentTo(message, recipient.Address!)).ToList();
        return BounceEffect.Of(
            sent.Select(recipient => $"{message}:{recipient.Address}"),
            sent.Where(recipient => Diagnosis.SpeaksOfAddress(recipient.Reason)).Select(recipient => recipient.Address!)
        );
    }

    private static string? MessageIn(ReportedMail reported) =>
        reported.Mail.Report is { OriginalMessageId: { } id } ? reported.MessageOf(id) : null;

    private static IEnumerable<ReportedRecipient> Failed(ReportedMail reported) =>
        (reported.Mail.Report?.Recipients ?? []).Where(recipient =>
            recipient is { Address: not null, Action: ReportAction.Failed }
        );

    private static bool IsCopy(ReportedMail reported) =>
        reported.Before.Any(before =>
            before.MessageId == reported.Mail.MessageId && before.Fingerprint == reported.Mail.Fingerprint
        );

    private static IEnumerable<string> FailedDeliveries(ReportedMail reported)
    {
        var message = reported.Mail.InReplyTo.Select(reported.MessageOf).First(message => message is not null);
        return FailedRecipients(reported.Mail).Select(address => $"{message}:{address}");
    }

    private static List<string> FailedRecipients(IncomingMail mail) =>
        [
            .. mail
                .Message.Headers.Where(header =>
                    header.Field.Equals("X-Failed-Recipients", StringComparison.OrdinalIgnoreCase)
                )
                .Select(header => header.Value.Trim()),
        ];
}
