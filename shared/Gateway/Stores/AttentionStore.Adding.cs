using System.Globalization;
using Postern.Contracts.Queues;
using Postern.Core.Attention;
using Postern.Core.Threads;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <content>What is listed. False where an item is listed already.</content>
public sealed partial class AttentionStore
{
    /// <summary>Lists a queue message that breaks its contract.</summary>
    public Task<bool> RejectAsync(
        string queue,
        string message,
        ContractProblem problem,
        CancellationToken cancellationToken
    ) =>
        AddMessageAsync(
            AttentionKind.Rejected,
            queue,
            message,
            problem.Field,
            problem.Reason,
            since: time.GetUtcNow(),
            identity: "",
            cancellationToken
        );

    /// <summary>Lists a queue message. The same message with the same time and identity is listed once.</summary>
    /// <param name="kind">Why it is listed.</param>
    /// <param name="queue">The queue that it is put on again.</param>
    /// <param name="message">The message.</param>
    /// <param name="field">The field that breaks the contract, when one does.</param>
    /// <param name="reason">The reason in words.</param>
    /// <param name="since">The time that it is listed under.</param>
    /// <param name="identity">Distinguishes it from the same message of the same time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<bool> AddMessageAsync(
        AttentionKind kind,
        string queue,
        string message,
        string? field,
        string reason,
        DateTimeOffset since,
        string identity,
        CancellationToken cancellationToken
    )
    {
        var item = new AttentionItem
        {
            Id = IdOf(queue, message, since, identity),
            Kind = kind,
            Time = time.GetUtcNow(),
            Reason = reason,
            Field = field,
            Queue = queue,
            Message = message,
            Post = PostOf(queue, message),
        };
        return AddAsync(item, cancellationToken);
    }

    /// <summary>Lists a mail. Idempotent.</summary>
    public Task<bool> AddMailAsync(
        AttentionKind kind,
        string mailId,
        DateTimeOffset received,
        string reason,
        CancellationToken cancellationToken
    ) => AddMailAsync(kind, mailId, received, reason, null, cancellationToken);

    /// <summary>Lists a mail, with what a person can do about it. Idempotent.</summary>
    public Task<bool> AddMailAsync(
        AttentionKind kind,
        string mailId,
        DateTimeOffset received,
        string reason,
        string? advice,
        CancellationToken cancellationToken
    )
    {
        var item = new AttentionItem
        {
            Id = IdOf(mailId, received),
            Kind = kind,
            Time = time.GetUtcNow(),
            Reason = reason,
            Mail = mailId,
            Advice = advice,
        };
        return AddAsync(item, cancellationToken);
    }

    /// <summary>Lists a delivery that failed or bounced. Idempotent.</summary>
    public Task<bool> AddFailureAsync(
        ThreadMessage message,
        MessageDelivery delivery,
        DeliveryFailure failure,
        CancellationToken cancellationToken
    )
    {
        var item = new AttentionItem
        {
            Id = AttentionKeys.OfDelivery(message, delivery),
            Kind = AttentionKind.Undelivered,
            Time = failure.Time,
            Reason = $"To {failure.Recipient}: {message.Title}. {failure.Reply}",
            Thread = message.Thread.Key,
            Delivery = failure.Delivery,
            Author = failure.Author,
        };
        return AddAsync(item, cancellationToken);
    }

    /// <summary>
    /// Lists a server for whose rejected credentials mail is given up soon. Idempotent for ends on one day.
    /// </summary>
    /// <param name="server">Id of the server.</param>
    /// <param name="name">Its name.</param>
    /// <param name="end">When the first mail is given up.</param>
    /// <param name="words">What the server said.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task<bool> AddExpiringAsync(
        string server,
        string name,
        DateTimeOffset end,
        string words,
        CancellationToken cancellationToken
    )
    {
        var item = new AttentionItem
        {
            Id = AttentionKeys.OfServer(server, new DateTimeOffset(end.UtcDateTime.Date, TimeSpan.Zero)),
            Kind = AttentionKind.Expiring,
            Time = time.GetUtcNow(),
            Reason =
                $"'{name}' rejects the gateway's credentials; mail that waits for it is given up from "
                + $"{end.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC on. {words}",
            Advice =
                $"Correct the credentials and save the outgoing server '{server}': what waits is then sent within "
                + "minutes. Then discard this item.",
        };
        return AddAsync(item, cancellationToken);
    }

    private Task<bool> AddAsync(AttentionItem item, CancellationToken cancellationToken) =>
        _table.TryAddAsync(Write(item), cancellationToken);
}
