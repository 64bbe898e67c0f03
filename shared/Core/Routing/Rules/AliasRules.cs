using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing.Rules;

/// <summary>
/// Mail to aliases: each alias creates a record, or adds to the one thread that it is bound to (P30, P40).
/// </summary>
public static class AliasRules
{
    // The claim with the tokens of all records is one transaction of at most 100 rows.
    private const int MostAliases = 50;

    public static Verdict Alias(IncomingMail mail, RoutingFacts facts)
    {
        var eligible = Eligible(mail, facts);
        if (eligible.Count == 0)
            return Verdict.Pass($"No alias among {AliasAddress.Names(mail.Recipients)}.");
        var undecided = eligible.Except(Decided(mail, facts)).ToList();
        var answers = undecided.Take(MostAliases).Select(alias => Ask(alias, mail, facts)).ToList();
        var routes = answers.Where(answer => answer.Refusal is null).Select(answer => RouteTo(answer.Alias)).ToList();
        var state =
            routes.Count > 0 ? JournalState.Routed
            : answers.Exists(answer => answer.IsQuarantine) ? JournalState.Quarantined
            : JournalState.Refused;
        return new Verdict(state, Text(answers, undecided.Count - answers.Count, mail, facts))
        {
            Routes = routes,
            Notices = [.. answers.Select(answer => answer.Notice).OfType<Notice>()],
            Aliases = [.. answers.Select(answer => answer.Alias)],
        };
    }

    /// <summary>The aliases that a mail names, each once, in the same order whatever the order of recipients.</summary>
    public static IReadOnlyList<MailAlias> Addressed(IncomingMail mail, RoutingFacts facts) =>
        Of(mail.Recipients, facts.Configuration);

    public static IReadOnlyList<MailAlias> Of(
        IReadOnlyList<EmailAddress> addresses,
        GatewayConfiguration configuration
    ) =>
        [
            .. addresses
                .SelectMany(address => OwnAddresses.FindAliases(configuration, address))
                .Distinct()
                .OrderBy(alias => alias.Model, StringComparer.Ordinal)
                .ThenBy(alias => alias.LocalPart, StringComparer.Ordinal)
                .ThenBy(alias => alias.Domain, StringComparer.Ordinal),
        ];

    /// <summary>The aliases of a mail that an earlier copy of it named too.</summary>
    public static IReadOnlyList<MailAlias> Decided(IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Earlier.Count == 0)
            return [];
        var copies = facts.Earlier.Where(earlier => earlier.IsOfSame(mail));
        var decided = copies.SelectMany(copy => copy.Aliases).ToHashSet();
        var addressed = Addressed(mail, facts);
        return [.. addressed.Where(alias => decided.Contains(AliasAddress.Of(alias, facts.Configuration)))];
    }

    /// <summary>The address by which a mail names an alias, which may have a former name of the domain.</summary>
    public static string NamedAs(MailAlias alias, IncomingMail mail, RoutingFacts facts) =>
        mail.Recipients.FirstOrDefault(to => OwnAddresses.FindAliases(facts.Configuration, to).Contains(alias))?.Address
        ?? AliasAddress.Of(alias, facts.Configuration);

    /// <summary>The notice that an alias refuses a mail.</summary>
    public static Notice NoticeOf(NoticeKind kind, MailAlias alias, IncomingMail mail, RoutingFacts facts)
    {
        var address = NamedAs(alias, mail, facts);
        var domain = facts.Configuration.AliasDomain(alias.Domain);
        var words = facts.Configuration.WordsOf(domain, mail.Language, alias.Language);
        return NoticeTexts.Write(kind, address, domain?.Name ?? alias.Domain, words, alias.RefusalText);
    }

    // A mail that is forwarded to aliases of other models goes only there.
    private static IReadOnlyList<MailAlias> Eligible(IncomingMail mail, RoutingFacts facts) =>
        ReplyClues.ForwardedTo(mail, facts) is { Count: > 0 } others ? others : Addressed(mail, facts);

    private static Answer Ask(MailAlias alias, IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Configuration.Models.GetValueOrDefault(alias.Model) is { TakesMail: false })
            return new Answer(alias, $"records of {alias.Model} take no mail");
        if (facts is { Forged: { } verdict, Released: false } && alias.ForgedMail == ForgedMail.Quarantine)
            return new Answer(alias, $"the sender is forged ({verdict})") { IsQuarantine = true };
        if (facts is { Content.Spam: { } field, Released: false } && alias.Spam == SpamMail.Quarantine)
            return new Answer(alias, $"it is spam ({field})") { IsQuarantine = true };
        if (alias is { ContactPolicy: ContactPolicy.Followers, ForcedThread: null, ParentThread: null })
            return new Answer(alias, "only followers may write to it, and it names no record to follow")
            {
                Notice = NoticeOf(NoticeKind.FailedAlias, alias, mail, facts),
            };
        if (ContactPolicies.Refuses(alias, ContactPolicies.RecordOf(alias, facts), mail, facts) is not { } kind)
            return new Answer(alias, Refusal: null);
        return new Answer(alias, ContactPolicies.Text(kind)) { Notice = NoticeOf(kind, alias, mail, facts) };
    }

    private static Route RouteTo(MailAlias alias) =>
        alias.ForcedThread is null ? new Route.NewRecord(alias) : new Route.ForcedThread(alias);

    private static string Text(IReadOnlyList<Answer> answers, int leftOut, IncomingMail mail, RoutingFacts facts)
    {
        var text = string.Join(" ", answers.Select(answer => Text(answer, mail, facts)));
        return leftOut == 0 ? text : $"{text} {leftOut} more are left out: a mail makes at most {MostAliases} records.";
    }

    private static string Text(Answer answer, IncomingMail mail, RoutingFacts facts)
    {
        var (address, named) = (AliasAddress.Of(answer.Alias, facts.Configuration), NamedAs(answer.Alias, mail, facts));
        var sent = named == address ? $"Sent to {address}" : $"Sent to {named}, which means {address}";
        return answer.Refusal is null ? $"{sent}." : $"{sent}, which refuses it: {answer.Refusal}.";
    }

    /// <summary>An alias accepts a mail, or refuses it with a reason.</summary>
    private sealed record Answer(MailAlias Alias, string? Refusal)
    {
        public Notice? Notice { get; init; }

        public bool IsQuarantine { get; init; }
    }
}
