using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.People;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Core.Threads.Planning;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>Loads what a routing decision needs, in as few storage calls as the mail allows: the sender, and the thread that it names.</summary>
public sealed class RoutingFactsLoader(
    GatewayConfigurationSource configuration,
    PeopleStore people,
    ThreadStore threads,
    ClueFinder clues,
    BounceFactsLoader bounces
)
{
    public async Task<RoutingFacts> LoadAsync(
        IncomingMail mail,
        StoredMail raw,
        TagKeyRing keys,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetAsync(cancellationToken);
        var found = await clues.FindAsync(mail, keys, cancellationToken);
        var aliases = AliasRules.Of(mail.Recipients, current);
        await AddRecordsAsync(found.Threads, aliases, cancellationToken);
        var parent = await ParentAsync(found, cancellationToken);
        return new RoutingFacts
        {
            Configuration = current,
            Origin = raw.Origin,
            Received = raw.Received,
            Sender = await SenderAsync(mail.From, raw, current, cancellationToken),
            Clues = found.Clues,
            Threads = found.Threads,
            Parent = parent,
            Latest =
                (parent is null || (parent.Kind == MessageKind.Comment && found.Clues.Exists(note => note.Note)))
                && found.Clues is [var clue, ..]
                    ? await threads.ListMessagesAsync(clue.Thread, null, PostPlanner.AncestorLimit, cancellationToken)
                    : [],
            IsOwnMail = OwnMail.Is(mail, keys),
            AnswersNotice = OwnMail.AnswersNotice(mail, keys),
            Forged = SenderAuthentication.Failure(mail.AuthenticationResults, current.Parameters.TrustedAuthenticators),
            Bounce = await bounces.LoadAsync(mail, current, keys, cancellationToken),
            Source = raw.Id.Value,
            Replayed = raw.Replay is not null,
            Released = raw.Replay is { Released: true },
            Aliases = current.Parameters.LoopScopeIsAlias
                ? await AliasesAsync(aliases, raw, current, cancellationToken)
                : new Dictionary<string, IReadOnlyList<MailSentIn>>(),
        };
    }

    /// <summary>The facts with what limits a notice that goes to another address than the From; the same facts when none does.</summary>
    public async Task<RoutingFacts> WithReversePathAsync(
        RoutingFacts facts,
        IncomingMail mail,
        RouteDecision decision,
        CancellationToken cancellationToken
    )
    {
        var other = decision
            .Notices.FirstOrDefault(notice => notice.Withheld is null && notice.Recipient != mail.From?.Address)
            ?.Recipient;
        if (other is null || facts.ReversePath is not null)
            return facts;
        return facts with
        {
            ReversePath = await people.ReadSenderAsync(
                other,
                Since(facts.Received, facts.Configuration),
                cancellationToken
            ),
        };
    }

    /// <summary>With a thread that a person named, when it exists.</summary>
    public async Task<RoutingFacts> WithThreadAsync(
        RoutingFacts facts,
        ThreadKey key,
        CancellationToken cancellationToken
    )
    {
        if (facts.Thread(key) is not null || await threads.FindAsync(key, cancellationToken) is not { } thread)
            return facts;
        return facts with
        {
            Threads = new Dictionary<string, ThreadSnapshot>(facts.Threads) { [key.Partition] = thread },
        };
    }

    private async Task<SenderFacts> SenderAsync(
        EmailAddress? from,
        StoredMail raw,
        GatewayConfiguration current,
        CancellationToken cancellationToken
    ) =>
        from is null
            ? new SenderFacts(null, [])
            : await people.ReadSenderAsync(from.Address, Since(raw.Received, current), cancellationToken);

    // Notices are also counted by the hour, whatever the window is.
    private static DateTimeOffset Since(DateTimeOffset received, GatewayConfiguration current) =>
        received
        - (
            current.Parameters.LoopWindow > TimeSpan.FromHours(1)
                ? current.Parameters.LoopWindow
                : TimeSpan.FromHours(1)
        );

    // Only an alias that takes mail of followers needs to know who they are.
    private async Task AddRecordsAsync(
        Dictionary<string, ThreadSnapshot> known,
        IReadOnlyList<MailAlias> aliases,
        CancellationToken cancellationToken
    )
    {
        foreach (var alias in aliases.Where(alias => alias.ContactPolicy != ContactPolicy.Everyone))
        {
            if (
                ContactPolicies.RecordKeyOf(alias) is { } key
                && !known.ContainsKey(key.Partition)
                && await threads.FindAsync(key, cancellationToken) is { } thread
            )
                known[key.Partition] = thread;
        }
    }

    // The answered message decides whether the answer is internal: In-Reply-To names it, else the last reference.
    private async Task<ThreadMessage?> ParentAsync(FoundClues found, CancellationToken cancellationToken)
    {
        var clue =
            found.Clues.Find(clue => clue is { Kind: ClueKind.InReplyTo, Message: not null })
            ?? found.Clues.Find(clue => clue.Message is not null);
        return clue is null ? null : await threads.FindMessageAsync(clue.Thread, clue.Message!, cancellationToken);
    }

    private async Task<Dictionary<string, IReadOnlyList<MailSentIn>>> AliasesAsync(
        IReadOnlyList<MailAlias> aliases,
        StoredMail raw,
        GatewayConfiguration current,
        CancellationToken cancellationToken
    )
    {
        var counted = new Dictionary<string, IReadOnlyList<MailSentIn>>();
        foreach (
            var address in aliases
                .Where(alias => alias.ForcedThread is null)
                .Select(alias => AliasAddress.Of(alias, current))
        )
        {
            counted[address] = (
                await people.ReadSenderAsync(address, Since(raw.Received, current), cancellationToken)
            ).Recent;
        }
        return counted;
    }
}
