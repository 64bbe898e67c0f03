using Postern.Core.Bounces;
using Postern.Core.Configuration;
using Postern.Core.Keys;
using Postern.Core.Mail;
using Postern.Core.Reports;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Finds the deliveries that a report is about (P29): by the tag of the return path; else by Message-Id and reported
/// recipient; else the only recipient of the message. A recipient without a delivery is reported by its address alone.
/// </summary>
public sealed class BounceFactsLoader(ThreadStore threads, ClaimStore claims, BounceHistory history)
{
    // A mail of the gateway has one recipient, but that may be a mailing list with many.
    private const int MostRecipients = 50;

    /// <summary>
    /// The facts of a mail; null when it is no report and was not sent to a bounce address. A mail that is no report
    /// costs no storage call.
    /// </summary>
    public async Task<BounceFacts?> LoadAsync(
        IncomingMail mail,
        GatewayConfiguration configuration,
        TagKeyRing keys,
        CancellationToken cancellationToken
    )
    {
        if (mail.Report is { } report)
            return await LoadAsync(report, BounceClues.Of(mail, report, configuration, keys), cancellationToken);
        var isToBounceAddress = BounceRecipients.Of(mail, configuration).Any();
        return isToBounceAddress ? new BounceFacts(null, []) : null;
    }

    public async Task<BounceFacts> LoadAsync(
        BounceReport report,
        BounceClues clues,
        CancellationToken cancellationToken
    )
    {
        var matches = await MatchAsync(report, clues, cancellationToken);
        for (var i = 0; i < matches.Count; i++)
        {
            if (matches[i].Address is { } address)
                matches[i] = matches[i] with { Standing = await history.FindAsync(address, cancellationToken) };
        }
        var left = clues.Tag is null ? Math.Max(0, report.Recipients.Count - MostRecipients) : 0;
        return new BounceFacts(report, matches, left);
    }

    private async Task<List<BounceMatch>> MatchAsync(
        BounceReport report,
        BounceClues clues,
        CancellationToken cancellationToken
    )
    {
        if (clues.Tag is { } tag && await FindAsync(tag, cancellationToken) is { } tagged)
        {
            var reported = ReportedOf(report, tagged.Delivery.Value.Recipient);
            return [Match(reported, tagged, clues.Vouched ?? BounceEvidence.ReturnPath)];
        }
        return await MatchEachAsync(report, clues, cancellationToken);
    }

    private async Task<DeliverySnapshot?> FindAsync(VerpTag tag, CancellationToken cancellationToken) =>
        await claims.FindThreadAsync(tag.Token, cancellationToken) is { } thread
            ? await threads.FindDeliveryAsync(thread, tag.MessageId, tag.Recipient, cancellationToken)
            : null;

    private async Task<List<BounceMatch>> MatchEachAsync(
        BounceReport report,
        BounceClues clues,
        CancellationToken cancellationToken
    )
    {
        var matches = new List<BounceMatch>();
        foreach (var reported in report.Recipients.Take(MostRecipients))
        {
            var found = clues.Message is { } message ? await FindAsync(message, reported, cancellationToken) : null;
            matches.Add(
                found is null
                    ? new BounceMatch(reported, clues.Vouched ?? WithoutDelivery(reported, clues.Tag), null, null)
                    : Match(reported, found, clues.Vouched ?? BounceEvidence.MessageId)
            );
        }
        // A report on one recipient, under another name or none, can only mean the one that the message had.
        if (matches.Count > 1 || matches.Exists(match => match.Delivery is not null) || clues.Message is not { } named)
            return matches;
        if (await threads.FindOnlyDeliveryAsync(named.Thread, named.Message, cancellationToken) is not { } only)
            return matches;
        var recipient = matches.Count == 1 ? matches[0].Reported : Unnamed(report);
        return [Match(recipient, only, clues.Vouched ?? BounceEvidence.MessageId)];
    }

    private async Task<DeliverySnapshot?> FindAsync(
        OwnMessageId message,
        ReportedRecipient reported,
        CancellationToken cancellationToken
    )
    {
        foreach (var address in new[] { reported.OriginalRecipient, reported.Address }.OfType<string>())
        {
            var (id, recipient) = (message.Message.Id, RecipientKey.Of(address));
            if (await threads.FindDeliveryAsync(message.Thread, id, recipient, cancellationToken) is { } found)
                return found;
        }
        return null;
    }

    // The thread may be gone. The tag still proves that the address was written to.
    private static BounceEvidence WithoutDelivery(ReportedRecipient reported, VerpTag? tag) =>
        (reported.OriginalRecipient ?? reported.Address) is { } address && tag?.Recipient == RecipientKey.Of(address)
            ? BounceEvidence.ReturnPath
            : BounceEvidence.Address;

    // A tag names one recipient, whatever the report calls it. Of several addresses behind it the worst result counts.
    private static ReportedRecipient ReportedOf(BounceReport report, string recipient) =>
        report.Recipients.FirstOrDefault(one => one.Address == recipient || one.OriginalRecipient == recipient)
        ?? report.Recipients.MinBy(one => one.Action ?? ReportAction.Failed)
        ?? Unnamed(report);

    private static BounceMatch Match(ReportedRecipient reported, DeliverySnapshot found, BounceEvidence by) =>
        new(reported, by, found.Message, found.Delivery.Value);

    private static ReportedRecipient Unnamed(BounceReport report) => new() { Diagnostic = report.Evidence };
}
