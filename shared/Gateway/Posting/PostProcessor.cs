using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Addresses;
using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.Core.Threads.Planning;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>Posts a program's message on a record's thread: reads, claims with the plan, carries the plan out.</summary>
public sealed class PostProcessor(
    GatewayConfigurationSource configuration,
    PeopleStore people,
    ThreadStore threads,
    ClaimStore claims,
    ThreadPoster poster,
    ContentReader contents,
    AttentionStore attention,
    TagKeys tagKeys,
    TimeProvider time
)
{
    private const int MostAttempts = 5;
    private static readonly AutomaticMail ByProgram = new(AutomaticMailKind.Bulk, "A program posted it as automatic.");

    public async Task ProcessAsync(string message, CancellationToken cancellationToken)
    {
        var (item, problem) = ContractReader.Read<ThreadPost>(message);
        var thread = problem is null
            ? await threads.FindAsync(new ThreadKey(item!.Thread.Model, item.Thread.Id), cancellationToken)
            : null;
        if (problem is null && thread is null && !item!.Thread.Create)
            problem = new("thread.id", $"There is no thread {item.Thread.Model}/{item.Thread.Id}; create makes one.");
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
            await attention.RejectAsync(QueueNames.ThreadPosts, message, broken, cancellationToken);
            return;
        }
        var claim = await ClaimAsync(item!, thread, cancellationToken);
        await poster.PostAsync(
            claim.Postings[0],
            content!.Content! with
            {
                Automatic = item!.Automatic ? ByProgram : null,
            },
            thread,
            cancellationToken
        );
    }

    private async Task<Claim> ClaimAsync(ThreadPost item, ThreadSnapshot? thread, CancellationToken cancellationToken)
    {
        // Escaped, or two threads whose names hold slashes could share a post's id.
        var key = ClaimKey.OfProgram(
            QueueNames.ThreadPosts,
            $"{new ThreadKey(item.Thread.Model, item.Thread.Id)}/{item.Id}"
        );
        if (await claims.FindAsync(key, cancellationToken) is { } earlier)
            return earlier;
        var facts = await LoadAsync(item, thread, cancellationToken);
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

    private async Task<PostFacts> LoadAsync(
        ThreadPost item,
        ThreadSnapshot? thread,
        CancellationToken cancellationToken
    )
    {
        var addresses = item
            .Followers.Concat(item.Recipients)
            .Append(item.Author)
            .Select(EmailAddress.Parse)
            .Select(address => address.Address)
            .Distinct();
        var known = await Task.WhenAll(
            addresses.Select(address => people.ReadRecipientAsync(address, cancellationToken))
        );
        return new PostFacts
        {
            Configuration = await configuration.GetAsync(cancellationToken),
            Keys = await tagKeys.GetAsync(cancellationToken),
            Contacts = known
                .Where(person => person.Contact is not null)
                .ToDictionary(person => person.Address, person => person.Contact!),
            Blacklist = [.. known.Select(person => person.Blacklist).OfType<BlacklistEntry>()],
            Ancestors = thread is null
                ? []
                : await threads.ListMessagesAsync(thread.Head.Key, null, PostPlanner.AncestorLimit, cancellationToken),
            Now = time.GetUtcNow(),
        };
    }
}
