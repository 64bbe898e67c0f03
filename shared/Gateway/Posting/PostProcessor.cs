using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.Core.Threads.Planning;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>
/// Posts a message of a program on the thread of a record: loads the facts, claims the plan, carries it out.
/// </summary>
public sealed class PostProcessor(
    ThreadStore threads,
    ContentReader contents,
    PostFactsLoader loader,
    PostIndex index,
    ClaimStore claims,
    ThreadPoster poster,
    NamedAliasDomain aliasDomain,
    AttentionStore attention
)
{
    private const int MostAttempts = 5;
    private static readonly AutomaticMail ByProgram = new(AutomaticMailKind.Bulk, "A program posted it as automatic.");

    public async Task ProcessAsync(string message, CancellationToken cancellationToken)
    {
        var (item, problem) = ContractReader.Read<ThreadPost>(message);
        if (problem is not null || item is null)
        {
            await attention.RejectAsync(QueueNames.ThreadPosts, message, problem!, cancellationToken);
            return;
        }
        var thread = await threads.FindAsync(ThreadOf(item), cancellationToken);
        if (await FindProblemAsync(item, thread, cancellationToken) is { } nowhere)
        {
            await RejectAsync(message, item, nowhere, cancellationToken);
            return;
        }
        var body = new BodyItem(item.Text, item.Html, item.TextBlob, item.HtmlBlob);
        using var read = await contents.ReadAsync(
            item.Subject,
            body,
            item.Attachments,
            ThreadOf(item),
            cancellationToken
        );
        if (read.Problem is { } noBlob)
            await RejectAsync(message, item, noBlob, cancellationToken);
        else
            await PostAsync(message, item, read.Content!, thread, cancellationToken);
    }

    private static ThreadKey ThreadOf(ThreadPost item) => new(item.Thread.Model, item.Thread.Id);

    /// <summary>The claim of a post.</summary>
    public static ClaimKey KeyOf(ThreadPost item) =>
        ClaimKey.OfProgram(QueueNames.ThreadPosts, ThreadOf(item), item.Id);

    private async Task<ContractProblem?> FindProblemAsync(
        ThreadPost item,
        ThreadSnapshot? thread,
        CancellationToken cancellationToken
    )
    {
        // The thread that is there has its alias domain.
        if (thread is not null)
            return null;
        var missing = $"There is no thread {item.Thread.Model}/{item.Thread.Id}; create makes one.";
        return item.Thread.Create
            ? await aliasDomain.FindProblemAsync(item.AliasDomain, cancellationToken)
            : new ContractProblem("thread.id", missing);
    }

    private async Task RejectAsync(
        string message,
        ThreadPost item,
        ContractProblem problem,
        CancellationToken cancellationToken
    )
    {
        await attention.RejectAsync(QueueNames.ThreadPosts, message, problem, cancellationToken);
        // Once a person discards the item, nothing is left of the post, unless an earlier one has its id.
        if (await claims.FindAsync(KeyOf(item), cancellationToken) is null)
            await index.RemoveAsync(new IndexedPost(item.Id, ThreadOf(item)), cancellationToken);
    }

    private async Task PostAsync(
        string message,
        ThreadPost item,
        MessageContent content,
        ThreadSnapshot? thread,
        CancellationToken cancellationToken
    )
    {
        var fields = ContentFields.Of(item, item.Attachments, content);
        var claim = await ClaimAsync(item, fields, thread, cancellationToken);
        if (ContentFields.FindReuse(claim, fields) is { } reuse)
        {
            await attention.RejectReuseAsync(QueueNames.ThreadPosts, message, reuse, TimeOf(claim), cancellationToken);
            return;
        }
        if (claim.Postings is not [var plan, ..])
        {
            // It was posted, and its thread deleted since.
            await index.RemoveAsync(new IndexedPost(item.Id, ThreadOf(item)), cancellationToken);
            return;
        }
        var marked = content with { Automatic = item.Automatic ? ByProgram : null };
        var posted = await poster.PostAsync(plan, marked, thread, cancellationToken);
        await poster.SendAsync(posted, cancellationToken);
    }

    /// <summary>When a program's message was decided; the epoch once its thread is deleted.</summary>
    internal static DateTimeOffset TimeOf(Claim claim) =>
        claim.Postings is [var plan, ..] ? plan.Time : DateTimeOffset.UnixEpoch;

    private async Task<Claim> ClaimAsync(
        ThreadPost item,
        IReadOnlyDictionary<string, string> fields,
        ThreadSnapshot? thread,
        CancellationToken cancellationToken
    )
    {
        var key = KeyOf(item);
        var isNew = await index.AddAsync(new IndexedPost(item.Id, ThreadOf(item)), cancellationToken);
        if (!isNew && await claims.FindAsync(key, cancellationToken) is { } earlier)
            return earlier;
        var facts = await loader.LoadAsync(item, thread, cancellationToken);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var claim = new Claim
            {
                Owner = item.Id,
                Fingerprint = "",
                Fields = fields,
                State = JournalState.Routed,
                Postings = [PostPlanner.Plan(item, thread, facts, key, attempt)],
            };
            if (await claims.TakeAsync(key, claim, cancellationToken) is { } taken)
                return taken;
        }
        throw new InvalidOperationException($"Post '{item.Id}' found no free token in {MostAttempts} attempts.");
    }
}
