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
/// Finds the deliveries that a report is about (P29): by the tag of the return path; else by the Message-Id and the reported recipient; else the
/// message's only recipient; else there is the address alone.
/// </summary>
public sealed class BounceFactsLoader(ThreadStore threads, ClaimStore claims, BounceHistory history)
{
    // A mail of ours has one recipient; behind that one a list may stand.
    private const int MostRecipients = 50;

    /// <summary>The facts of a mail; null when it is no report and was not sent to a bounce address. Other mail costs no storage call.</summary>
    public async Task<BounceFacts?> LoadAsync(
        IncomingMail mail,
        GatewayConfiguration configuration,
        TagKeyRing keys,
        CancellationToken cancellationToken
    )
    {
        if (mail.Report is { } report)
            return await LoadAsync(report, BounceClues.Of(mail, report, configuration, keys), cancellationToken);
        return mail.Recipients.Any(address => OwnAddresses.IsBounce(configuration, address))
            ? new BounceFacts(null, [])
            : null;
    }

    public async Task<BounceFacts> LoadAsync(
        BounceReport report,
        BounceClues clues,
        CancellationToken cancellationToken
    )
    {
        var matches =
            clues.Tag is { } tag && await FindAsync(tag, cancellationToken) is { } tagged
                ? [Match(report, tagged, clues.Vouched ?? BounceEvidence.ReturnPath)]
                : await MatchEachAsync(report, clues, cancellationToken);
        var known = new List<BounceMatch>();
        foreach (var match in matches)
        {
            known.Add(
                match.Address is { } address
                    ? match with
                    {
                        Standing = await history.FindAsync(address, cancellationToken),
                    }
                    : match
            );
        }
        return new BounceFacts(
            report,
            known,
            clues.Tag is null ? Math.Max(0, report.Recipients.Count - MostRecipients) : 0
        );
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
                    : Match(reported, found, clues.Vouched)
            );
        }
        // A report that speaks of one recipient, by a name that we did not write to or by none, can only mean the one that there was.
        if (matches.Count > 1 || matches.Exists(match => match.Delivery is not null) || clues.Message is not { } named)
            return matches;
        return await threads.FindOnlyDeliveryAsync(named.Thread, named.Message, cancellationToken) is { } only
            ? [Match(matches.Count == 1 ? matches[0].Reported : Nobody(report), only, clues.Vouched)]
            : matches;
    }

    private async Task<DeliverySnapshot?> FindAsync(
        OwnMessageId message,
        ReportedRecipient reported,
        CancellationToken cancellationToken
    )
    {
        foreach (var address in new[] { reported.OriginalRecipient, reported.Address }.OfType<string>())
        {
            if (
                await threads.FindDeliveryAsync(
                    message.Thread,
                    message.Message.Id,
                    RecipientKey.Of(address),
                    cancellationToken
                ) is
                { } found
            )
                return found;
        }
        return null;
    }

    // The thread may be gone; that the address was written to, the tag still shows.
    private static BounceEvidence WithoutDelivery(ReportedRecipient reported, VerpTag? tag) =>
        (reported.OriginalRecipient ?? reported.Address) is { } address && tag?.Recipient == RecipientKey.Of(address)
            ? BounceEvidence.ReturnPath
            : BounceEvidence.Address;

    private static BounceMatch Match(ReportedRecipient reported, DeliverySnapshot found, BounceEvidence? vouched) =>
        new(reported, vouched ?? BounceEvidence.MessageId, found.Message, found.Delivery.Value);

    // The tag names one recipient, whatever the report calls them; of several that stand behind that one, the worst off speaks.
    private static BounceMatch Match(BounceReport report, DeliverySnapshot found, BounceEvidence by)
    {
        var recipient = found.Delivery.Value.Recipient;
        var reported =
            report.Recipients.FirstOrDefault(one => one.Address == recipient || one.OriginalRecipient == recipient)
            ?? report.Recipients.MinBy(one => one.Action ?? ReportAction.Failed)
            ?? Nobody(report);
        return new BounceMatch(reported, by, found.Message, found.Delivery.Value);
    }

    private static ReportedRecipient Nobody(BounceReport report) => new() { Diagnostic = report.Evidence };
}
