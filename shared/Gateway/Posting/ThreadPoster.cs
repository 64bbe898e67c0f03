using Postern.Core.Configuration;
using Postern.Core.Threads;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>
/// Posts messages on threads: the message and its first deliveries in one transaction, then the fan-out. Carrying out
/// the same plan again adds only what is missing.
/// </summary>
public sealed class ThreadPoster(
    ThreadStore threads,
    MessageWriter writer,
    FanOut fanOut,
    InactiveContacts inactive,
    BlacklistedAddresses blacklisted,
    GatewayConfigurationSource configuration
)
{
    private const int MostTries = 20;

    /// <param name="plan">The message, with every id fixed.</param>
    /// <param name="content">Its bodies and files.</param>
    /// <param name="known">The thread as it was read for the plan; null when it was not read, or there is none.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task PostAsync(
        PostingPlan plan,
        MessageContent content,
        ThreadSnapshot? known,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetAsync(cancellationToken);
        var message = await writer.WriteAsync(plan, content, cancellationToken);
        foreach (var follower in plan.Follow.Skip(DeliveryPages.JoinLimit))
            await threads.TryAddFollowerAsync(plan.Thread.Key, follower, cancellationToken);
        var silent = await inactive.GetAsync(cancellationToken);
        await blacklisted.RefreshAsync(cancellationToken);
        var pages = new DeliveryPages(
            plan,
            current.Models.GetValueOrDefault(plan.Thread.Model),
            address => silent.Contains(address) || OwnAddresses.IsOurs(current, address),
            blacklisted.Find
        );
        var posted = await InsertAsync(pages, message, known, cancellationToken);
        await fanOut.FinishAsync(pages, posted, cancellationToken);
    }

    /// <summary>
    /// Posts a message; false when its thread was deleted after the plan was made. It does not come back, however often
    /// the plan is tried.
    /// </summary>
    /// <param name="plan">The message, with every id fixed.</param>
    /// <param name="content">Its bodies and files.</param>
    /// <param name="known">The thread as it was read for the plan; null when it was not read, or there is none.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<bool> TryPostAsync(
        PostingPlan plan,
        MessageContent content,
        ThreadSnapshot? known,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await PostAsync(plan, content, known, cancellationToken);
            return true;
        }
        catch (ThreadGoneException)
        {
            return false;
        }
    }

    /// <summary>The first transaction: thread, followers, message and the first page of deliveries.</summary>
    private async Task<PostedMessage> InsertAsync(
        DeliveryPages pages,
        ThreadMessage message,
        ThreadSnapshot? known,
        CancellationToken cancellationToken
    )
    {
        var plan = pages.Plan;
        var key = plan.Thread.Key;
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var isFirst = attempt == 0;
            if (!isFirst && await threads.FindVersionedMessageAsync(key, plan.Message, cancellationToken) is { } there)
                return new PostedMessage(there.Value, null);
            var snapshot =
                isFirst && (known is not null || plan.Create) ? known : await threads.FindAsync(key, cancellationToken);
            if (snapshot is null && !plan.Create)
                throw new ThreadGoneException(key);
            var page = pages.First(message, snapshot);
            if (await threads.TrySubmitAsync(page.Rows, cancellationToken))
                return new PostedMessage(page.Message, page.Deliveries);
        }
        throw new InvalidOperationException($"Thread {key} changed {MostTries} times while a message was put on it.");
    }
}

/// <summary>A message that is on its thread.</summary>
/// <param name="Message">The message.</param>
/// <param name="Deliveries">The deliveries inserted with it; null when another run inserted them.</param>
internal sealed record PostedMessage(ThreadMessage Message, IReadOnlyList<MessageDelivery>? Deliveries);
