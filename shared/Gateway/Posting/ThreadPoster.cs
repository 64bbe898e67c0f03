using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Keys;
using Postern.Core.Templates;
using Postern.Core.Threads;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>
/// Puts messages on threads: message and deliveries in one transaction, then every delivery that is still queued on the
/// queue. Carrying out a plan again adds only what is missing.
/// </summary>
public sealed class ThreadPoster(
    ThreadStore threads,
    MessageWriter writer,
    MailQueues queues,
    InactiveContacts inactive,
    BlacklistedAddresses blacklisted,
    GatewayConfigurationSource configuration
)
{
    // An entity-group transaction takes 100 rows: the message or its cursor, and the head where the thread is made, are two.
    private const int PageSize = 98;
    private const int RowLimit = 100;
    private const int MostTries = 20;
    private const int JoinLimit = 40;

    // Beyond these a message waits behind other mail.
    private const int MostAtOnce = 100;

    public async Task PostAsync(
        PostingPlan plan,
        MessageContent content,
        ThreadSnapshot? known,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetAsync(cancellationToken);
        var message = await writer.WriteAsync(plan, content, cancellationToken);
        foreach (var follower in plan.Follow.Skip(JoinLimit))
            await threads.TryAddFollowerAsync(plan.Thread.Key, follower, cancellationToken);
        var silent = await inactive.GetAsync(cancellationToken);
        await blacklisted.RefreshAsync(cancellationToken);
        bool GetsNone(string address) => silent.Contains(address) || OwnAddresses.IsOurs(current, address);
        var stored = await InsertAsync(
            plan,
            message,
            known,
            current.Models.GetValueOrDefault(plan.Thread.Model),
            GetsNone,
            cancellationToken
        );
        await FinishAsync(plan, stored, GetsNone, cancellationToken);
    }

    /// <summary>The first transaction: thread, followers, message and the first page of deliveries.</summary>
    private async Task<Posted> InsertAsync(
        PostingPlan plan,
        ThreadMessage message,
        ThreadSnapshot? known,
        RecordModel? model,
        Func<string, bool> getsNone,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (
                attempt > 0
                && await threads.FindVersionedMessageAsync(plan.Thread.Key, plan.Message, cancellationToken)
                    is { } there
            )
                return new Posted(there.Value, null);
            var snapshot =
                attempt == 0 && (known is not null || plan.Create)
                    ? known
                    : await threads.FindAsync(plan.Thread.Key, cancellationToken);
            if (snapshot is null && !plan.Create)
                throw new InvalidOperationException($"Thread {plan.Thread.Key} is gone.");
            var page = FirstPage(plan, message, snapshot, model, getsNone);
            if (await threads.TrySubmitAsync(page.Rows, cancellationToken))
                return new Posted(page.Message, page.Deliveries);
        }
        throw new InvalidOperationException(
            $"Thread {plan.Thread.Key} changed {MostTries} times while a message was put on it."
        );
    }

    private Page FirstPage(
        PostingPlan plan,
        ThreadMessage message,
        ThreadSnapshot? snapshot,
        RecordModel? model,
        Func<string, bool> getsNone
    )
    {
        var rows = new List<TableTransactionAction>();
        var head = snapshot?.Head ?? plan.Thread;
        var joining = Notifier.Joining(plan, snapshot);
        if (snapshot is null)
            rows.Add(Add(ThreadRows.Write(plan.Thread)));
        rows.AddRange(
            joining
                .Intersect(plan.Follow.Take(JoinLimit))
                .Select(follower => Add(ThreadRows.Write(plan.Thread.Key, follower)))
        );
        var followers = Notifier.Recipients(plan, snapshot, getsNone);
        var known = (snapshot?.Followers ?? []).Concat(joining).ToList();
        // Those whom the message names come first: the cursor goes through the other followers alone.
        var named = Notifier.Named(plan, known, getsNone);
        var page = followers.Take(RowLimit - rows.Count - named.Count - 1).ToList();
        var whole = message with
        {
            Thread = head with { Values = TemplateFields.Pick(head.Values, model?.Notification) },
            Others = model is { ShowOthers: false } ? [] : Notifier.Others(plan, followers.Concat(named), known),
            FanOut = page.Count < followers.Count ? page[^1].Address : null,
            Many = named.Count + followers.Count > MostAtOnce,
        };
        List<MessageDelivery> deliveries = [.. Named(plan, named, known), .. Deliveries(plan, page)];
        rows.Add(Add(ThreadRows.Write(plan.Thread.Key, whole)));
        rows.AddRange(deliveries.Select(delivery => Add(ThreadRows.Write(plan.Thread.Key, delivery))));
        return new Page(rows, whole, deliveries);
    }

    // A note goes to no outsider, not even by name: the delivery says so.
    private List<MessageDelivery> Named(
        PostingPlan plan,
        IReadOnlyList<Follower> named,
        IReadOnlyList<Follower> known
    ) =>
        [
            .. named
                .Zip(
                    Deliveries(plan, named),
                    (recipient, delivery) =>
                        (recipient, delivery: delivery with { Named = !Notifier.Follows(known, recipient.Address) })
                )
                .Select(told =>
                    plan.Kind == MessageKind.Comment || told.recipient.Internal
                        ? told.delivery
                        : told.delivery with
                        {
                            State = DeliveryState.Skipped,
                            Problem = DeliveryProblem.Internal,
                            Reply = "A note goes to internal recipients only.",
                        }
                ),
        ];

    /// <summary>The queue messages of what was inserted, and every further page of a large fan-out.</summary>
    private async Task FinishAsync(
        PostingPlan plan,
        Posted posted,
        Func<string, bool> getsNone,
        CancellationToken cancellationToken
    )
    {
        var key = plan.Thread.Key;
        // After a crash nobody knows which deliveries reached the queue: all that are still queued go there again.
        var deliveries =
            posted.Deliveries
            ?? await threads.ListDeliveriesAsync(
                key,
                new MessageKey(plan.Message).Id,
                DeliveryState.Queued,
                cancellationToken
            );
        var queue = plan.Bulk || posted.Message.Many ? QueueNames.OutboundBulk : QueueNames.OutboundMail;
        await EnqueueAsync(key, queue, deliveries, cancellationToken);
        for (var cursor = posted.Message.FanOut; cursor is not null; )
        {
            var page = await NextPageAsync(plan, cursor, getsNone, cancellationToken);
            await EnqueueAsync(key, queue, page.Deliveries, cancellationToken);
            cursor = page.Message.FanOut;
        }
    }

    private async Task<Page> NextPageAsync(
        PostingPlan plan,
        string after,
        Func<string, bool> getsNone,
        CancellationToken cancellationToken
    )
    {
        var key = plan.Thread.Key;
        var next = plan.Recipients is null
            ? await threads.ListFollowersAsync(key, after, PageSize, cancellationToken)
            :
            [
                .. Notifier
                    .InOrder(plan.Recipients)
                    .SkipWhile(recipient =>
                        string.CompareOrdinal(ThreadRows.Follower(recipient.Address), ThreadRows.Follower(after)) <= 0
                    )
                    .Take(PageSize),
            ];
        var deliveries = Deliveries(plan, plan.Recipients is null ? Notifier.Recipients(plan, next, getsNone) : next);
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var message =
                await threads.FindVersionedMessageAsync(key, plan.Message, cancellationToken)
                ?? throw new InvalidOperationException($"Message {plan.Message} of thread {key} is gone.");
            // Somebody else carries out the same plan and is further on, or this page was written and its reply was lost: nobody may have put
            // its deliveries on the queue.
            if (message.Value.FanOut != after)
                return new Page(
                    [],
                    message.Value,
                    await threads.ListDeliveriesAsync(
                        key,
                        new MessageKey(plan.Message).Id,
                        DeliveryState.Queued,
                        cancellationToken
                    )
                );
            var moved = message.Value with { FanOut = next.Count < PageSize ? null : next[^1].Address };
            var rows = deliveries
                .Select(delivery => Add(ThreadRows.Write(key, delivery)))
                .Append(
                    new TableTransactionAction(
                        TableTransactionActionType.UpdateReplace,
                        ThreadRows.Write(key, moved),
                        message.ETag
                    )
                )
                .ToList();
            if (await threads.TrySubmitAsync(rows, cancellationToken))
                return new Page(rows, moved, deliveries);
        }
        throw new InvalidOperationException(
            $"Message {plan.Message} of thread {key} changed {MostTries} times during its fan-out."
        );
    }

    private async Task EnqueueAsync(
        ThreadKey thread,
        string queue,
        IReadOnlyList<MessageDelivery> deliveries,
        CancellationToken cancellationToken
    )
    {
        foreach (var batch in deliveries.Chunk(8))
        {
            await Task.WhenAll(
                batch.Select(delivery =>
                    queues.PutAsync(
                        delivery.Bulk ? QueueNames.OutboundBulk : queue,
                        new DeliveryItem { Delivery = delivery.Reference(thread) },
                        cancellationToken
                    )
                )
            );
        }
    }

    private List<MessageDelivery> Deliveries(PostingPlan plan, IEnumerable<Follower> recipients) =>
        [
            .. recipients.Select(recipient => new MessageDelivery
            {
                Message = plan.Message,
                Recipient = recipient.Address,
                Name = recipient.Name,
                Bulk = plan.Bulk,
                Warning =
                    plan.Warnings.GetValueOrDefault(recipient.Address)
                    ?? (plan.Bulk ? null : BulkRules.Warning(blacklisted.Find(recipient.Address), plan.Time))
                    ?? recipient.Bounced,
                Changed = plan.Time,
            }),
        ];

    private static TableTransactionAction Add(TableEntity row) => new(TableTransactionActionType.Add, row);

    /// <summary>A message that is on its thread; its deliveries are null when another run inserted them.</summary>
    private sealed record Posted(ThreadMessage Message, IReadOnlyList<MessageDelivery>? Deliveries);

    private sealed record Page(
        IReadOnlyList<TableTransactionAction> Rows,
        ThreadMessage Message,
        IReadOnlyList<MessageDelivery> Deliveries
    );
}
