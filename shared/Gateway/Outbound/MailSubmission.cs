using Postern.Contracts.Queues;
using Postern.Core.Claims;
using Postern.Core.Delivery;
using Postern.Core.Journal;
using Postern.Core.Requests;
using Postern.Core.Threads.Planning;
using Postern.Gateway.Posting;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>
/// Accepts a mail that a program sends: a thread of the model <c>outbound</c> with a delivery for each recipient.
/// </summary>
public sealed class MailSubmission(
    GatewayConfigurationSource configuration,
    NamedAliasDomain aliasDomain,
    ClaimStore claims,
    ThreadPoster poster,
    ContentReader contents,
    BlacklistStore blacklist,
    AttentionStore attention,
    TagKeys tagKeys,
    TimeProvider time
)
{
    private const int MostAttempts = 5;
    private const int ReadAtOnce = 8;

    public async Task SubmitAsync(string queue, string message, CancellationToken cancellationToken)
    {
        var (item, problem) = ContractReader.Read<OutboundMail>(message);
        if (problem is not null)
        {
            await attention.RejectAsync(queue, message, problem, cancellationToken);
            return;
        }
        if (await aliasDomain.FindProblemAsync(item!.AliasDomain, cancellationToken) is { } noDomain)
        {
            await attention.RejectAsync(queue, message, noDomain, cancellationToken);
            return;
        }
        using var read = await ReadContentAsync(item!, cancellationToken);
        if (read.Problem is { } missing)
        {
            await attention.RejectAsync(queue, message, missing, cancellationToken);
            return;
        }
        var fields = ContentFields.Of(item!, item!.Attachments, read.Content!);
        var claim = await ClaimAsync(item, fields, bulk: queue == QueueNames.OutboundBulk, cancellationToken);
        if (ContentFields.FindReuse(claim, fields) is { } reuse)
        {
            var first = PostProcessor.TimeOf(claim);
            await attention.RejectReuseAsync(queue, message, reuse, first, cancellationToken);
            return;
        }
        // It was sent, and what is known of it deleted since.
        if (claim.Postings is not [var plan, ..])
            return;
        var content = read.Content! with { Outgoing = SubmissionPlan.HeadersOf(item) };
        var posted = await poster.PostAsync(plan, content, null, cancellationToken);
        await poster.SendAsync(posted, cancellationToken);
    }

    private Task<ContentResult> ReadContentAsync(OutboundMail item, CancellationToken cancellationToken)
    {
        var body = new BodyItem(item.Text, item.Html, item.TextBlob, item.HtmlBlob);
        return contents.ReadAsync(item.Subject, body, item.Attachments, null, cancellationToken);
    }

    private async Task<Claim> ClaimAsync(
        OutboundMail item,
        IReadOnlyDictionary<string, string> fields,
        bool bulk,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetAsync(cancellationToken);
        var keys = await tagKeys.GetAsync(cancellationToken);
        var key = ClaimKey.OfProgram(QueueNames.OutboundMail, item.Id);
        // A delivery of mass mail asks the blacklist when it is sent; other mail asks once, here.
        var warnings = bulk ? [] : await WarningsAsync(item, cancellationToken);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var plan = SubmissionPlan.Create(item, key, current, keys, time.GetUtcNow(), attempt);
            var claim = new Claim
            {
                Owner = item.Id,
                Fingerprint = "",
                Fields = fields,
                State = JournalState.Routed,
                Postings = [plan with { Bulk = bulk, Warnings = warnings }],
            };
            if (await claims.TakeAsync(key, claim, cancellationToken) is { } taken)
                return taken;
        }
        throw new InvalidOperationException($"Mail '{item.Id}' found no free token in {MostAttempts} attempts.");
    }

    private async Task<Dictionary<string, string>> WarningsAsync(OutboundMail item, CancellationToken cancellationToken)
    {
        var warnings = new Dictionary<string, string>();
        var addresses = SubmissionPlan.RecipientsOf(item).Select(recipient => recipient.Address).Distinct();
        foreach (var batch in addresses.Chunk(ReadAtOnce))
        {
            var entries = await Task.WhenAll(batch.Select(address => blacklist.FindAsync(address, cancellationToken)));
            foreach (var entry in entries)
            {
                if (BulkRules.Warning(entry?.Value, time.GetUtcNow()) is { } warning)
                    warnings[entry!.Value.Address] = warning;
            }
        }
        return warnings;
    }
}
