using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;
using Postern.Core.Senders;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>Loads what a mail answers, and whether its sender may be believed about it.</summary>
public sealed class AnsweredLoader(ThreadStore threads, ClueFinder clues, SenderVerifier verifier)
{
    public async Task<Answered> LoadAsync(
        IncomingMail mail,
        StoredMail raw,
        TagKeyRing keys,
        GatewayConfiguration current,
        CancellationToken cancellationToken
    )
    {
        var authentication = await verifier.VerifyAsync(mail, raw, current.Parameters, cancellationToken);
        var found = await clues.FindAsync(mail, keys, authentication.Failure is not null, cancellationToken);
        await AddRecordsAsync(found.Threads, AliasRules.Of(mail.Recipients, current), cancellationToken);
        var latest = await ListLatestAsync(found, cancellationToken);
        return new Answered(found, latest, await FindParentAsync(found, latest, cancellationToken), authentication);
    }

    // An alias for followers only needs the followers of its record.
    private async Task AddRecordsAsync(
        Dictionary<string, ThreadSnapshot> known,
        IReadOnlyList<MailAlias> aliases,
        CancellationToken cancellationToken
    )
    {
        foreach (var alias in aliases.Where(alias => alias.ContactPolicy != ContactPolicy.Everyone))
        {
            if (ContactPolicies.RecordKeyOf(alias) is not { } key || known.ContainsKey(key.Partition))
                continue;
            if (await threads.FindAsync(key, cancellationToken) is { } thread)
                known[key.Partition] = thread;
        }
    }

    // The answered message decides whether the answer is internal. In-Reply-To names it, else the last reference.
    private async Task<ThreadMessage?> FindParentAsync(
        FoundClues found,
        IReadOnlyList<ThreadMessage> latest,
        CancellationToken cancellationToken
    )
    {
        var clue =
            found.Clues.Find(clue => clue is { Kind: ClueKind.InReplyTo, Message: not null })
            ?? found.Clues.Find(clue => clue.Message is not null);
        if (clue is null)
            return null;
        return latest.FirstOrDefault(message => message.Key == clue.Message && message.Thread.Key == clue.Thread)
            ?? await threads.FindMessageAsync(clue.Thread, clue.Message!, cancellationToken);
    }

    // What the mail may quote. The answered message is usually among them, and is not read again.
    private async Task<IReadOnlyList<ThreadMessage>> ListLatestAsync(
        FoundClues found,
        CancellationToken cancellationToken
    )
    {
        var first = found.Clues.Find(clue =>
            clue.Candidates.Count == 0 && found.Threads.ContainsKey(clue.Thread.Partition)
        );
        if (first is null)
            return [];
        return found.Latest.GetValueOrDefault(first.Thread.Partition)
            ?? await threads.ListMessagesAsync(first.Thread, null, ClueFinder.QuotableLimit, cancellationToken);
    }
}

/// <summary>What a mail answers.</summary>
/// <param name="Found">The clues with their threads, and the records that its aliases need.</param>
/// <param name="Latest">The latest messages of the answered thread, newest first.</param>
/// <param name="Parent">The message that it answers; null when it is not known.</param>
/// <param name="Authentication">Whether the mail comes from the domain that its From names.</param>
public sealed record Answered(
    FoundClues Found,
    IReadOnlyList<ThreadMessage> Latest,
    ThreadMessage? Parent,
    SenderVerdict Authentication
);
