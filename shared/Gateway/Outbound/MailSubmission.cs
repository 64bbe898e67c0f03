using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Addresses;
using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Requests;
using Postern.Core.Signing;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Posting;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>Takes a program's own mail: it becomes a thread of the model <c>outbound</c> with a delivery for each recipient.</summary>
public sealed class MailSubmission(
    GatewayConfigurationSource configuration,
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
        using var content = problem is null
            ? await contents.ReadAsync(
                item!.Subject,
                new BodyItem(item.Text, item.Html, item.TextBlob, item.HtmlBlob),
                item.Attachments,
                cancellationToken
            )
            : null;
        if ((problem ?? content?.Problem) is { } broken)
        {
            await attention.RejectAsync(queue, message, broken, cancellationToken);
            return;
        }
        var claim = await ClaimAsync(queue, item!, cancellationToken);
        await poster.PostAsync(
            claim.Postings[0],
            content!.Content! with
            {
                Outgoing = Headers(item!),
            },
            null,
            cancellationToken
        );
    }

    private async Task<Claim> ClaimAsync(string queue, OutboundMail item, CancellationToken cancellationToken)
    {
        var current = await configuration.GetAsync(cancellationToken);
        var keys = await tagKeys.GetAsync(cancellationToken);
        var key = ClaimKey.OfProgram(QueueNames.OutboundMail, item.Id);
        var bulk = queue == QueueNames.OutboundBulk;
        var warnings = bulk ? [] : await WarningsAsync(item, cancellationToken);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var posting = Plan(item, bulk, current, key, keys, time.GetUtcNow(), attempt) with { Warnings = warnings };
            var claim = new Claim
            {
                Owner = item.Id,
                Fingerprint = "",
                State = JournalState.Routed,
                Postings = [posting],
            };
            if (await claims.TakeAsync(key, claim, cancellationToken) is { } taken)
                return taken;
        }
        throw new InvalidOperationException($"Mail '{item.Id}' found no free token in {MostAttempts} attempts.");
    }

    // Mass mail asks when it is sent. Other mail asks here, once, since a delivery has no storage call to spare for it.
    private async Task<Dictionary<string, string>> WarningsAsync(OutboundMail item, CancellationToken cancellationToken)
    {
        var warnings = new Dictionary<string, string>();
        foreach (var batch in Recipients(item).Select(recipient => recipient.Address).Distinct().Chunk(ReadAtOnce))
        {
            foreach (
                var entry in await Task.WhenAll(
                    batch.Select(address => blacklist.FindAsync(address, cancellationToken))
                )
            )
            {
                if (BulkRules.Warning(entry?.Value, time.GetUtcNow()) is { } warning)
                    warnings[entry!.Value.Address] = warning;
            }
        }
        return warnings;
    }

    private static IEnumerable<EmailAddress> Recipients(OutboundMail item) =>
        item.To.Concat(item.Cc).Concat(item.Bcc).Select(EmailAddress.Parse);

    private static PostingPlan Plan(
        OutboundMail item,
        bool bulk,
        GatewayConfiguration configuration,
        ClaimKey key,
        TagKeyRing keys,
        DateTimeOffset now,
        int attempt
    )
    {
        var from = EmailAddress.Parse(item.From);
        var domain =
            configuration.AliasDomains.FirstOrDefault(domain => domain.Name == from.Domain)
            ?? configuration.DefaultAliasDomain;
        var token = ThreadToken.Create(key.Partition, key.Text, ThreadKey.OutboundModel, attempt);
        var thread = new ThreadHead
        {
            Model = ThreadKey.OutboundModel,
            Id = token,
            Token = token,
            Subject = item.Subject,
            AliasDomain = domain?.Id,
            Created = now,
        };
        var message = MessageKey.Create(now, Hash.Of(MessageKey.IdLength, "message", key.Text));
        return new PostingPlan
        {
            Thread = thread,
            Create = true,
            Recipients =
            [
                .. Recipients(item).Select(address => new Follower { Address = address.Address, Name = address.Name }),
            ],
            Message = message.Value,
            Time = now,
            Author = new MessageAuthor(from.Address, from.Name, Internal: true),
            MessageId = OwnMessageId.Write(keys, thread.Key, message, domain?.Name ?? from.Domain),
            Bulk = bulk,
        };
    }

    private static OutgoingHeaders Headers(OutboundMail item) =>
        new()
        {
            From = item.From,
            To = item.To,
            Cc = item.Cc,
            ReplyTo = item.ReplyTo,
            Headers = item.Headers,
            Server = item.Server,
        };
}
