using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Core.Templates;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>Makes the rows of a message and its deliveries, in pages that one transaction can write each.</summary>
/// <param name="plan">The message and who it is for.</param>
/// <param name="model">The record model of the thread; null when it is not configured.</param>
/// <param name="getsNone">Whether an address is never written to.</param>
/// <param name="findBlacklisted">The blacklist entry of an address, if it has one.</param>
internal sealed class DeliveryPages(
    PostingPlan plan,
    RecordModel? model,
    Func<string, bool> getsNone,
    Func<string, BlacklistEntry?> findBlacklisted
)
{
    /// <summary>As many followers join in the first transaction; the rest join before it.</summary>
    public const int JoinLimit = 40;

    /// <summary>
    /// Deliveries of a further page. An entity-group transaction has at most 100 rows, and the message is one; one
    /// more is kept free.
    /// </summary>
    public const int PageSize = 98;

    private const int RowLimit = 100;

    /// <summary>A message for more recipients waits behind other mail.</summary>
    public const int MostAtOnce = 100;

    public PostingPlan Plan => plan;

    /// <summary>The first page: thread, followers, message and deliveries.</summary>
    /// <param name="message">The message, without what depends on its recipients.</param>
    /// <param name="snapshot">The thread as it is; null when it is made.</param>
    public DeliveryPage First(ThreadMessage message, ThreadSnapshot? snapshot)
    {
        var joining = Notifier.Joining(plan, snapshot);
        var known = (snapshot?.Followers ?? []).Concat(joining).ToList();
        var rows = ThreadAndFollowers(snapshot, joining);
        // Named recipients come first: the cursor of the fan-out goes through the other followers only.
        var named = Notifier.Named(plan, known, getsNone);
        var followers = Notifier.Recipients(plan, snapshot, getsNone);
        var page = followers.Take(RowLimit - rows.Count - named.Count - 1).ToList();
        var head = snapshot?.Head ?? plan.Thread;
        var whole = message with
        {
            Thread = head with { Values = TemplateFields.Pick(head.Values, model?.Notification) },
            Others = model is { ShowOthers: false } ? [] : Notifier.Others(plan, followers.Concat(named), known),
            FanOut = page.Count < followers.Count ? page[^1].Address : null,
            Many = named.Count + followers.Count > MostAtOnce,
        };
        List<MessageDelivery> deliveries = [.. NamedDeliveries(named, known), .. Deliveries(page)];
        rows.Add(RowWrite.Add(ThreadRows.Write(plan.Thread.Key, whole)));
        rows.AddRange(Rows(deliveries));
        return new DeliveryPage(rows, whole, deliveries);
    }

    /// <summary>A further page.</summary>
    /// <param name="message">The message as it was read: of concurrent runs one writes the page.</param>
    /// <param name="deliveries">The deliveries of the page.</param>
    /// <param name="cursor">Address of the last follower of the page; null when the page is the last.</param>
    public DeliveryPage Next(
        Versioned<ThreadMessage> message,
        IReadOnlyList<MessageDelivery> deliveries,
        string? cursor
    )
    {
        var moved = message.Value with { FanOut = cursor };
        var update = RowWrite.Replace(ThreadRows.Write(plan.Thread.Key, moved), message.ETag);
        return new DeliveryPage([.. Rows(deliveries), update], moved, deliveries);
    }

    /// <summary>The deliveries to followers, or to the recipients of the plan where it has its own.</summary>
    public IReadOnlyList<MessageDelivery> DeliveriesOf(IReadOnlyList<Follower> page) =>
        Deliveries(plan.Recipients is null ? Notifier.Recipients(plan, page, getsNone) : page);

    private List<TableTransactionAction> ThreadAndFollowers(ThreadSnapshot? snapshot, IReadOnlyList<Follower> joining)
    {
        var rows = new List<TableTransactionAction>();
        if (snapshot is null)
            rows.Add(RowWrite.Add(ThreadRows.Write(plan.Thread)));
        var followers = joining.Intersect(plan.Follow.Take(JoinLimit));
        rows.AddRange(followers.Select(follower => RowWrite.Add(ThreadRows.Write(plan.Thread.Key, follower))));
        return rows;
    }

    private IEnumerable<MessageDelivery> NamedDeliveries(IReadOnlyList<Follower> named, IReadOnlyList<Follower> known)
    {
        foreach (var recipient in named)
        {
            var delivery = Delivery(recipient) with { Named = !Notifier.Follows(known, recipient.Address) };
            var mayRead = plan.Kind == MessageKind.Comment || recipient.Internal;
            yield return mayRead ? delivery : SkippedNote(delivery);
        }
    }

    // Shown on the delivery, since the author of the note has named this recipient.
    private static MessageDelivery SkippedNote(MessageDelivery delivery) =>
        delivery with
        {
            State = DeliveryState.Skipped,
            Problem = DeliveryProblem.Internal,
            Reply = "A note goes to internal recipients only.",
        };

    private List<MessageDelivery> Deliveries(IEnumerable<Follower> recipients) => [.. recipients.Select(Delivery)];

    private MessageDelivery Delivery(Follower recipient) =>
        new()
        {
            Message = plan.Message,
            Post = plan.Program?.Id,
            Metadata = plan.Program?.Metadata,
            Recipient = recipient.Address,
            Name = recipient.Name,
            Bulk = plan.Bulk,
            Warning = Warning(recipient),
            Changed = plan.Time,
        };

    private string? Warning(Follower recipient)
    {
        var blacklisted = plan.Bulk ? null : BulkRules.Warning(findBlacklisted(recipient.Address), plan.Time);
        return plan.Warnings.GetValueOrDefault(recipient.Address) ?? blacklisted ?? recipient.Bounced;
    }

    private IEnumerable<TableTransactionAction> Rows(IEnumerable<MessageDelivery> deliveries) =>
        deliveries.Select(delivery => RowWrite.Add(ThreadRows.Write(plan.Thread.Key, delivery)));
}

/// <summary>The rows of one transaction, with the message and the deliveries that they hold.</summary>
internal sealed record DeliveryPage(
    IReadOnlyList<TableTransactionAction> Rows,
    ThreadMessage Message,
    IReadOnlyList<MessageDelivery> Deliveries
)
{
    /// <summary>The deliveries, whose rows are the last, with the versions that the transaction gave its rows.</summary>
    public IReadOnlyList<Versioned<MessageDelivery>> With(IReadOnlyList<ETag?> tags) =>
        [
            .. Deliveries.Zip(
                tags.TakeLast(Deliveries.Count),
                (delivery, tag) => new Versioned<MessageDelivery>(delivery, $"{tag}")
            ),
        ];
}
