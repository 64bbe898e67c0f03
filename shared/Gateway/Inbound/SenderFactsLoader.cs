using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.People;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>Loads what an address sent lately, which the loop guard and the limits of notices count.</summary>
public sealed class SenderFactsLoader(PeopleStore people)
{
    // Notices are also counted by the hour, whatever the window of the loop guard is.
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromHours(1);

    /// <summary>What is stored about those whom a mail comes from, each read at the same time.</summary>
    public async Task<KnownSenders> LoadAsync(SenderQuestion question, CancellationToken cancellationToken)
    {
        var counted = MailSender.CountedFor(question.Mail);
        var sender = counted is null
            ? Task.FromResult(new SenderFacts(null, []))
            : ReadAsync(counted.Address, question, question.History, cancellationToken);
        var replyTo = FindReplyTargetAsync(question, cancellationToken);
        var aliases = LoadAliasesAsync(question, cancellationToken);
        await Task.WhenAll(sender, replyTo, aliases);
        return new KnownSenders(await sender, await replyTo, await aliases);
    }

    /// <summary>What limits a notice to an address other than the sender's.</summary>
    public Task<SenderFacts> LoadNoticesAsync(
        string address,
        DateTimeOffset received,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    ) =>
        people.ReadSenderAsync(address, SinceOf(received, configuration), HistoryFilter.NoticesOnly, cancellationToken);

    private Task<SenderFacts> ReadAsync(
        string address,
        SenderQuestion question,
        HistoryFilter? history,
        CancellationToken cancellationToken
    ) =>
        people.ReadSenderAsync(address, SinceOf(question.Received, question.Configuration), history, cancellationToken);

    // Whom an answer reaches instead of the From; nobody for most mail, which costs nothing.
    private async Task<ReplyTarget?> FindReplyTargetAsync(SenderQuestion question, CancellationToken cancellationToken)
    {
        foreach (var address in ReplyTarget.Candidates(question.Mail, question.Configuration))
        {
            var known = await ReadAsync(address.Address, question, question.History, cancellationToken);
            if (ReplyTarget.IsAllowed(known))
                return new ReplyTarget(address, known);
        }
        return null;
    }

    // What was received lately through each alias that makes a new thread, where aliases are counted and not senders.
    private async Task<Dictionary<string, IReadOnlyList<MailSentIn>>> LoadAliasesAsync(
        SenderQuestion question,
        CancellationToken cancellationToken
    )
    {
        if (!question.Configuration.Parameters.LoopScopeIsAlias)
            return [];
        var addresses = AliasRules
            .Of(question.Mail.Recipients, question.Configuration)
            .Where(alias => alias.ForcedThread is null)
            .Select(alias => AliasAddress.Of(alias, question.Configuration));
        var read = await Task.WhenAll(addresses.Distinct().Select(LoadAsync));
        return read.ToDictionary(alias => alias.Address, alias => alias.Recent);

        async Task<(string Address, IReadOnlyList<MailSentIn> Recent)> LoadAsync(string address) =>
            (address, (await ReadAsync(address, question, HistoryNeeds.OfAlias(address), cancellationToken)).Recent);
    }

    private static DateTimeOffset SinceOf(DateTimeOffset received, GatewayConfiguration configuration)
    {
        var window = configuration.Parameters.LoopWindow;
        return received - (window > ShortestWindow ? window : ShortestWindow);
    }
}

/// <summary>The question who sends a mail.</summary>
/// <param name="Mail">The mail, with the recipients that follow from how it came.</param>
/// <param name="Received">When it was received.</param>
/// <param name="Configuration">The configuration that it is decided with.</param>
/// <param name="History">Which of the earlier mails are read; null = all.</param>
public sealed record SenderQuestion(
    IncomingMail Mail,
    DateTimeOffset Received,
    GatewayConfiguration Configuration,
    HistoryFilter? History
)
{
    /// <summary>Whether the answer says all that the answer to another question about the same mail would.</summary>
    public bool Covers(HistoryFilter? other) => History is null || (other is not null && History.Covers(other));
}

/// <summary>What is stored about those whom a mail comes from.</summary>
/// <param name="Sender">Its sender.</param>
/// <param name="ReplyTo">Whom an answer reaches instead.</param>
/// <param name="Aliases">What came through its aliases, where that is counted, by their addresses.</param>
public sealed record KnownSenders(
    SenderFacts Sender,
    ReplyTarget? ReplyTo,
    IReadOnlyDictionary<string, IReadOnlyList<MailSentIn>> Aliases
);
