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
            await RejectAsync(message, problem!, cancellationToken);
            return;
        }
        var key = new ThreadKey(item.Thread.Model, item.Thread.Id);
        var thread = await threads.FindAsync(key, cancellationToken);
        if (thread is null && !item.Thread.Create)
        {
            var missing = $"There is no thread {item.Thread.Model}/{item.Thread.Id}; create makes one.";
            await RejectAsync(message, new ContractProblem("thread.id", missing), cancellationToken);
            return;
        }
        // The thread that is there has its alias domain.
        if (thread is null && await aliasDomain.FindProblemAsync(item.AliasDomain, cancellationToken) is { } noDomain)
        {
            await RejectAsync(message, noDomain, cancellationToken);
            return;
        }
        var body = new BodyItem(item.Text, item.Html, item.TextBlob, item.HtmlBlob);
        using var read = await contents.ReadAsync(item.Subject, body, item.Attachments, key, cancellationToken);
        if (read.Problem is { } noBlob)
        {
            await RejectAsync(message, noBlob, cancellationToken);
            return;
        }
        var claim = await ClaimAsync(item, thread, cancellationToken);
        var content = read.Content! with { Automatic = item.Automatic ? ByProgram : null };
        await poster.PostAsync(claim.Postings[0], content, thread, cancellationToken);
    }

    private async Task RejectAsync(string message, ContractProblem problem, CancellationToken cancellationToken) =>
        await attention.RejectAsync(QueueNames.ThreadPosts, message, problem, cancellationToken);

    private async Task<Claim> ClaimAsync(ThreadPost item, ThreadSnapshot? thread, CancellationToken cancellationToken)
    {
        // The key of the thread is escaped, so that ids with slashes in two threads cannot make the same claim.
        var owner = new ThreadKey(item.Thread.Model, item.Thread.Id);
        var key = ClaimKey.OfProgram(QueueNames.ThreadPosts, $"{owner}/{item.Id}");
        if (await claims.FindAsync(key, cancellationToken) is { } earlier)
            return earlier;
        var facts = await loader.LoadAsync(item, thread, cancellationToken);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var claim = new Claim
            {
                Owner = item.Id,
                Fingerprint = "",
                State = JournalState.Routed,
                Postings = [PostPlanner.Plan(item, thread, facts, key, attempt)],
            };
            if (await claims.TakeAsync(key, claim, cancellationToken) is { } taken)
                return taken;
        }
        throw new InvalidOperationException($"Post '{item.Id}' found no free token in {MostAttempts} attempts.");
    }
}
