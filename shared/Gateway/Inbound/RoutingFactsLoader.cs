using Postern.Contracts;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
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
    AnsweredLoader answers,
    BounceFactsLoader bounces
)
{
    /// <summary>The facts, and the mail with the recipients that follow from how it came.</summary>
    /// <param name="parsed">The mail.</param>
    /// <param name="raw">As it is stored.</param>
    /// <param name="keys">Read what the gateway signed.</param>
    /// <param name="isWhole">
    /// Whether all is read that is known of the sender's earlier mails, for a person to see; else what can matter.
    /// </param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    public async Task<(IncomingMail Mail, RoutingFacts Facts)> LoadAsync(
        IncomingMail parsed,
        StoredMail raw,
        TagKeyRing keys,
        bool isWhole,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetAsync(cancellationToken);
        var mail = Destination.Of(parsed, raw.Origin, current);
        var answered = answers.LoadAsync(mail, raw, keys, current, cancellationToken);
        var early = StartSendersAsync(mail, raw, keys, current, isWhole, cancellationToken);
        var bounce = bounces.LoadAsync(mail, current, keys, cancellationToken);
        // Not one after the other: none depends on another, and each is a call to storage.
        await Task.WhenAll(answered, early, bounce);
        var (found, latest, parent, authentication) = await answered;
        var question = Ask(mail, raw, current, isWhole, found.Clues.SelectMany(ThreadsOf));
        var known =
            await early is { } read && read.Question.Covers(question.History)
                ? read.Known
                : await senders.LoadAsync(question, cancellationToken);
        var facts = new RoutingFacts
        {
            Configuration = current,
            Origin = raw.Origin,
            Received = raw.Received,
            Sender = known.Sender,
            ReplyTo = known.ReplyTo,
            Clues = found.Clues,
            Threads = found.Threads,
            Parent = parent,
            Latest = latest,
            IsOwnMail = OwnMail.Is(mail, keys),
            HasOwnId = OwnMail.HasOwnId(mail, keys),
            AnswersNotice = OwnMail.AnswersNotice(mail, keys),
            Authentication = authentication,
            Content = ContentVerdict.Of(mail, current.Parameters.TrustedAuthenticators),
            Bounce = await bounce,
            Source = raw.Id.Value,
            Replayed = raw.Replay is not null,
            Released = raw.Replay is { Released: true },
            Aliases = known.Aliases,
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
        var sender = await senders.LoadNoticesAsync(address, facts.Received, facts.Configuration, cancellationToken);
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

    // Where the thread of a mail is seen without a look-up, its sender is read beside the thread.
    private async Task<(SenderQuestion Question, KnownSenders Known)?> StartSendersAsync(
        IncomingMail mail,
        StoredMail raw,
        TagKeyRing keys,
        GatewayConfiguration current,
        bool isWhole,
        CancellationToken cancellationToken
    )
    {
        if (ClueFinder.Foresee(mail, keys) is not { } threads)
            return null;
        var question = Ask(mail, raw, current, isWhole, threads);
        return (question, await senders.LoadAsync(question, cancellationToken));
    }

    private static SenderQuestion Ask(
        IncomingMail mail,
        StoredMail raw,
        GatewayConfiguration current,
        bool isWhole,
        IEnumerable<ThreadKey> threads
    ) => new(mail, raw.Received, current, isWhole ? null : HistoryNeeds.Of(mail, raw.Origin, current, threads));

    private static IEnumerable<ThreadKey> ThreadsOf(Clue clue) =>
        clue.Candidates.Select(candidate => candidate.Thread).OfType<ThreadKey>().Append(clue.Thread);
}
