using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.People;
using Postern.Core.Routing.Facts;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>Loads what an address sent lately, which the loop guard and the limits of notices count.</summary>
public sealed class SenderFactsLoader(PeopleStore people)
{
    // Notices are also counted by the hour, whatever the window of the loop guard is.
    private static readonly TimeSpan ShortestWindow = TimeSpan.FromHours(1);

    public async Task<SenderFacts> LoadAsync(
        EmailAddress? from,
        DateTimeOffset received,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    ) =>
        from is null
            ? new SenderFacts(null, [])
            : await LoadAsync(from.Address, received, configuration, cancellationToken);

    public Task<SenderFacts> LoadAsync(
        string address,
        DateTimeOffset received,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        var window = configuration.Parameters.LoopWindow;
        var since = received - (window > ShortestWindow ? window : ShortestWindow);
        return people.ReadSenderAsync(address, since, cancellationToken);
    }

    /// <summary>Whom an answer to a mail reaches instead of its From; null for most mail, which costs nothing.</summary>
    public async Task<ReplyTarget?> FindReplyTargetAsync(
        IncomingMail mail,
        DateTimeOffset received,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        foreach (var address in ReplyTarget.Candidates(mail, configuration))
        {
            var known = await LoadAsync(address.Address, received, configuration, cancellationToken);
            if (ReplyTarget.IsAllowed(known))
                return new ReplyTarget(address, known);
        }
        return null;
    }

    /// <summary>
    /// What was received lately through each alias that makes a new thread, by the address of the alias.
    /// </summary>
    public async Task<Dictionary<string, IReadOnlyList<MailSentIn>>> LoadAliasesAsync(
        IEnumerable<MailAlias> aliases,
        DateTimeOffset received,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        var recent = new Dictionary<string, IReadOnlyList<MailSentIn>>();
        foreach (var alias in aliases.Where(alias => alias.ForcedThread is null))
        {
            var address = AliasAddress.Of(alias, configuration);
            recent[address] = (await LoadAsync(address, received, configuration, cancellationToken)).Recent;
        }
        return recent;
    }
}
