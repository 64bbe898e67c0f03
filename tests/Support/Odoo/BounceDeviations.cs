using Postern.Core.Mail;
using Postern.Core.Reports;

namespace Postern.Tests.Support.Odoo;

/// <summary>A way in which a report does something else than in Odoo 17 on purpose.</summary>
/// <param name="Name">Short name, printed with the count.</param>
/// <param name="Reason">Why Postern does so.</param>
/// <param name="When">The condition on the report and what came before it.</param>
/// <param name="Instead">What Postern does where Odoo did this.</param>
public sealed record BounceRule(
    string Name,
    string Reason,
    Func<ReportedMail, bool> When,
    Func<ReportedMail, BounceEffect, BounceEffect> Instead
);

/// <summary>A mail of a case, the mails of the case before it, and which message of the case an id names.</summary>
public sealed record ReportedMail(
    IncomingMail Mail,
    IReadOnlyList<IncomingMail> Before,
    Func<string, string?> MessageOf
);

/// <summary>All rules by which the effect of a report departs from Odoo 17, applied one after the other.</summary>
public static class BounceDeviations
{
    public static IReadOnlyList<BounceRule> Rules { get; } =
    [
        new(
            "a receipt is no bounce",
            "Odoo takes every multipart/report for a bounce; whoever read a mail got it.",
            reported => reported.Mail.Report is { Kind: BounceReportKind.Receipt },
            (_, _) => BounceEffect.None
        ),
        new(
            "a delay is no bounce",
            "The mail is still tried (RFC 3464 §2.3.3); Odoo does not read the action.",
            reported =>
                reported.Mail.Report is { Recipients: { Count: > 0 } recipients }
                && recipients.All(recipient => recipient.Action is ReportAction.Delayed),
            (_, _) => BounceEffect.None
        ),
        new(
            "a report in another form",
            "X-Failed-Recipients names who did not get the mail; Odoo puts the notice on the thread and sends it to everybody.",
            reported => FailedRecipients(reported.Mail).Count > 0,
            (reported, _) =>
                BounceEffect.Of(
                    FailedRecipients(reported.Mail)
                        .Select(address =>
                            $"{reported.Mail.InReplyTo.Select(reported.MessageOf).First(message => message is not null)}:{address}"
                        ),
                    []
                )
        ),
        new(
            "a report counts once",
            "The same report by two ways says nothing new.",
            reported =>
                reported.Before.Any(before =>
                    before.MessageId == reported.Mail.MessageId && before.Fingerprint == reported.Mail.Fingerprint
                ),
            (_, _) => BounceEffect.None
        ),
        new(
            "only the address's own trouble counts",
            "Without a status and the server's words nobody knows whether the address is to blame.",
            reported =>
                reported.Mail.Report is { Recipients: { Count: > 0 } recipients }
                && recipients.All(recipient => !Diagnosis.SpeaksOfAddress(recipient.Reason)),
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

    private static List<string> FailedRecipients(IncomingMail mail) =>
        [
            .. mail
                .Message.Headers.Where(header =>
                    header.Field.Equals("X-Failed-Recipients", StringComparison.OrdinalIgnoreCase)
                )
                .Select(header => header.Value.Trim()),
        ];
}
