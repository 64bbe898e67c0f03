using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.People;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>Loads the facts of a routing decision in as few storage calls as the mail allows.</summary>
public sealed class RoutingFactsLoader(
    GatewayConfigurationSource configuration,
    SenderFactsLoader senders,
    ThreadStore threads,
    ClueFinder clues,
    BounceFactsLoader bounces,
    SenderVerifier verifier
)
{
    // Among the latest messages are notes, which outsiders did not get, and the sender's own.
    private const int QuotableLimit = 12;

    /// <summary>The facts, and the mail with the recipients that follow from how it came.</summary>
    public async Task<(IncomingMail Mail, RoutingFacts Facts)> LoadAsync(
        IncomingMail parsed,
        StoredMail raw,
        TagKeyRing keys,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetAsync(cancellationToken);
        var mail = Destination.Of(parsed, raw.Origin, current);
        var authentication = await verifier.VerifyAsync(mail, raw, current.Parameters, cancellationToken);
        var isForged = authentication.Failure is not null;
        var found = await clues.FindAsync(mail, keys, isForged, cancellationToken);
        var aliases = AliasRules.Of(mail.Recipients, current);
        await AddRecordsAsync(found.Threads, aliases, cancellationToken);
        var latest = await ListLatestAsync(found, cancellationToken);
        var parent = await FindParentAsync(found, latest, cancellationToken);
        var facts = new RoutingFacts
        {
            Configuration = current,
            Origin = raw.Origin,
            Received = raw.Received,
            Sender = await senders.LoadAsync(MailSender.CountedFor(mail), raw.Received, current, cancellationToken),
            ReplyTo = await senders.FindReplyTargetAsync(mail, raw.Received, current, cancellationToken),
            Clues = found.Clues,
            Threads = found.Threads,
            Parent = parent,
            Latest = latest,
            IsOwnMail = OwnMail.Is(mail, keys),
            HasOwnId = OwnMail.HasOwnId(mail, keys),
            AnswersNotice = OwnMail.AnswersNotice(mail, keys),
            Authentication = authentication,
            Content = ContentVerdict.Of(mail, current.Parameters.TrustedAuthenticators),
            Bounce = await bounces.LoadAsync(mail, current, keys, cancellationToken),
            Source = raw.Id.Value,
            Replayed = raw.Replay is not null,
            Released = raw.Replay is { Released: true },
            Aliases = current.Parameters.LoopScopeIsAlias
                ? await senders.LoadAliasesAsync(aliases, raw.Received, current, cancellationToken)
                : new Dictionary<string, IReadOnlyList<MailSentIn>>(),
        };
        return (mail, facts);
    }

    /// <summary>
    /// Adds what limits a notice to an address other than the From; the same facts when there is no such notice.
    /// </summary>
    public async Task<RoutingFacts> WithReversePathAsync(
        RoutingFacts facts,
        IncomingMail mail,
        RouteDecision decision,
        CancellationToken cancellationToken
    )
    {
        var other = decision.Notices.FirstOrDefault(notice =>
            notice.Withheld is null && notice.Recipient != mail.From?.Address
        );
        if (other?.Recipient is not { } address || facts.ReversePath is not null)
            return facts;
        var sender = await senders.LoadAsync(address, facts.Received, facts.Configuration, cancellationToken);
        return facts with { ReversePath = sender };
    }

    /// <summary>Adds a thread that an administrator named, if it exists.</summary>
    public async Task<RoutingFacts> WithThreadAsync(
        RoutingFacts facts,
        ThreadKey key,
        CancellationToken cancellationToken
    )
    {
        if (facts.Thread(key) is not null || await threads.FindAsync(key, cancellationToken) is not { } thread)
            return facts;
        var known = new Dictionary<string, ThreadSnapshot>(facts.Threads) { [key.Partition] = thread };
        return facts with { Threads = known };
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
    ) =>
        found.Clues.Find(clue => clue.Candidates.Count == 0 && found.Threads.ContainsKey(clue.Thread.Partition))
            is { } first
            ? await threads.ListMessagesAsync(first.Thread, null, QuotableLimit, cancellationToken)
            : [];
}
