using Postern.Contracts;
using Postern.Core.Attention;
using Postern.Core.Claims;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>Finds what became of a program's message by the program's own id.</summary>
public sealed class PostReader(ClaimStore claims, PostIndex index, ThreadStore threads, AttentionStore attention)
{
    // Each has its message, of up to 64 KiB.
    private const int MostItems = 5;

    /// <summary>The messages with an id: a mail that belongs to no record, and a post on each thread.</summary>
    /// <param name="id">The program's own id.</param>
    /// <param name="thread">Only the message on this thread; null for all.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<PostStatus>> FindAsync(
        string id,
        ThreadKey? thread,
        CancellationToken cancellationToken
    )
    {
        var items = await attention.ListOfPostAsync(id, MostItems, cancellationToken);
        var taken = await FindTakenAsync(id, thread, cancellationToken);
        if (taken.Count == 0 && items.Count > 0)
            return [Rejected(id, items)];
        return await Task.WhenAll(taken.Select(post => StatusAsync(id, post, items, cancellationToken)));
    }

    private async Task<IReadOnlyList<TakenPost>> FindTakenAsync(
        string id,
        ThreadKey? thread,
        CancellationToken cancellationToken
    )
    {
        var indexed = await index.ListAsync(id, cancellationToken);
        List<TakenPost> found =
        [
            .. await Task.WhenAll(indexed.Select(post => FindPostAsync(id, post.Thread, cancellationToken))),
        ];
        if (await PlanAsync(ClaimKey.OfProgram(QueueNames.OutboundMail, id), cancellationToken) is { } mail)
            found.Add(new(mail.Bulk ? QueueNames.OutboundBulk : QueueNames.OutboundMail, mail.Thread.Key, mail));
        if (thread is null)
            return found;
        found.RemoveAll(post => post.Thread != thread);
        // The index has no posts of older versions.
        if (found.Count == 0 && await FindPostAsync(id, thread, cancellationToken) is { Plan: not null } earlier)
            found.Add(earlier);
        return found;
    }

    private async Task<TakenPost> FindPostAsync(string id, ThreadKey thread, CancellationToken cancellationToken)
    {
        var key = ClaimKey.OfProgram(QueueNames.ThreadPosts, thread, id);
        return new(QueueNames.ThreadPosts, thread, await PlanAsync(key, cancellationToken));
    }

    private async Task<PostingPlan?> PlanAsync(ClaimKey key, CancellationToken cancellationToken) =>
        // None is left where its thread was deleted.
        await claims.FindAsync(key, cancellationToken) is { Postings: [var plan, ..] }
            ? plan
            : null;

    private async Task<PostStatus> StatusAsync(
        string id,
        TakenPost post,
        IReadOnlyList<AttentionItem> items,
        CancellationToken cancellationToken
    )
    {
        var plan = post.Plan;
        var message = plan is null
            ? null
            : await threads.FindMessageAsync(post.Thread, plan.Message, cancellationToken);
        var own = items.Where(item => IsPost(item.Queue) == IsPost(post.Queue)).ToList();
        var (state, reason) = PostStatus.StateOf(plan, message, own);
        return new PostStatus
        {
            Id = id,
            Queue = post.Queue,
            State = state,
            Reason = reason,
            Time = plan?.Time,
            Thread = post.Thread,
            Message = plan?.Message,
            MessageId = plan?.MessageId,
            Metadata = plan?.Program?.Metadata,
            Attention = own,
        };
    }

    private static PostStatus Rejected(string id, IReadOnlyList<AttentionItem> items) =>
        new()
        {
            Id = id,
            Queue = items[0].Queue!,
            State = PostState.Attention,
            Reason = items[0].Reason,
            Attention = items,
        };

    private static bool IsPost(string? queue) => queue == QueueNames.ThreadPosts;

    // Plan: null before it is decided.
    private sealed record TakenPost(string Queue, ThreadKey Thread, PostingPlan? Plan);
}
