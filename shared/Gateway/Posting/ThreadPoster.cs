using Azure;
using Microsoft.Extensions.Logging;
using Postern.Core.Configuration;
using Postern.Core.Erasing;
using Postern.Core.Threads;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>
/// Posts messages on threads, the message and its first deliveries in one transaction, and then sends them. Carrying out
/// the same plan again adds only what is missing.
/// </summary>
public sealed partial class ThreadPoster(
    ThreadStore threads,
    MessageWriter writer,
    FanOut fanOut,
    MessageIndex index,
    InactiveContacts inactive,
    BlacklistedAddresses blacklisted,
    GatewayConfigurationSource configuration,
    ILogger<ThreadPoster> logger
)
{
    private const int MostTries = 20;

    /// <summary>Posts a message; its deliveries are still to be sent.</summary>
    /// <param name="plan">The message, with every id fixed.</param>
    /// <param name="content">Its bodies and files.</param>
    /// <param name="known">The thread as it was read for the plan; null when it was not read, or there is none.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<PostedMessage> PostAsync(
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
            address =>
                silent.Contains(address) || ErasedPerson.IsStandIn(address) || OwnAddresses.IsOurs(current, address),
            blacklisted.Find
        );
        return await InsertAsync(pages, message, known, cancellationToken);
    }

    /// <summary>Sends the deliveries of a message or queues them.</summary>
    /// <exception cref="ThreadGoneException">Its thread was deleted meanwhile.</exception>
    public Task SendAsync(PostedMessage posted, CancellationToken cancellationToken) =>
        fanOut.FinishAsync(posted, cancellationToken);

    /// <summary>As <see cref="SendAsync"/>; nothing is left to do where the thread was deleted meanwhile.</summary>
    public async Task TrySendAsync(PostedMessage posted, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(posted, cancellationToken);
        }
        catch (ThreadGoneException e)
        {
            LogGone(e.Message);
        }
    }

    /// <summary>
    /// Posts a message; null when its thread was deleted after the plan was made. It does not come back, however often
    /// the plan is tried.
    /// </summary>
    /// <param name="plan">The message, with every id fixed.</param>
    /// <param name="content">Its bodies and files.</param>
    /// <param name="known">The thread as it was read for the plan; null when it was not read, or there is none.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<PostedMessage?> TryPostAsync(
        PostingPlan plan,
        MessageContent content,
        ThreadSnapshot? known,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await PostAsync(plan, content, known, cancellationToken);
        }
        catch (ThreadGoneException)
        {
            return null;
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
                return new PostedMessage(pages, there.Value, null);
            var snapshot =
                isFirst && (known is not null || plan.Create) ? known : await threads.FindAsync(key, cancellationToken);
            if (snapshot is null && !plan.Create)
                throw new ThreadGoneException(key);
            var page = pages.First(message, snapshot);
            if (await TryWriteAsync(page, cancellationToken) is { } tags)
                return new PostedMessage(pages, page.Message, page.With(tags));
        }
        throw new InvalidOperationException($"Thread {key} changed {MostTries} times while a message was put on it.");
    }

    // The rows by which it is found are written beside the transaction, so that they take no time of their own, and are
    // there before anything is sent. Where a run dies in between, the next one writes them again for what is posted; of
    // many recipients that would be much, so there they come first.
    private async Task<IReadOnlyList<ETag?>?> TryWriteAsync(DeliveryPage page, CancellationToken cancellationToken)
    {
        var indexed = index.AddAsync(page.Message, page.Deliveries, cancellationToken);
        if (page.Message.Many)
            await indexed;
        var written = threads.TrySubmitForTagsAsync(page.Rows, cancellationToken);
        await Task.WhenAll(indexed, written);
        return await written;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The rest of a message is not sent. {Reason}")]
    private partial void LogGone(string reason);
}
