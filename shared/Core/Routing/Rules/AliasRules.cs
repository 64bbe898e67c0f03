using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing.Rules;

/// <summary>Mail to aliases: each that takes it makes a record, or feeds the one thread that it is bound to (P30, P40).</summary>
public static class AliasRules
{
    // The claim with the names of all records is one transaction, which takes a hundred rows.
    private const int MostAliases = 50;

    public static Verdict Alias(IncomingMail mail, RoutingFacts facts)
    {
        var addressed = Eligible(mail, facts);
        if (addressed.Count == 0)
            return Verdict.Pass($"No alias among {AliasAddress.Names(mail.Recipients)}.");
        var open = addressed.Except(Decided(mail, facts)).ToList();
        var aliases = open.Take(MostAliases).ToList();
        var answers = aliases.Select(alias => (Alias: alias, Answer: Ask(alias, mail, facts))).ToList();
        var taken = answers.Where(each => each.Answer.Refusal is null).Select(each => each.Alias).ToList();
        var state =
            taken.Count > 0 ? JournalState.Routed
            : answers.Exists(each => each.Answer.Quarantine) ? JournalState.Quarantined
            : JournalState.Refused;
        return new Verdict(
            state,
            string.Join(" ", answers.Select(each => Text(each.Alias, each.Answer, facts)))
                + LeftOut(open.Count - aliases.Count)
        )
        {
            Routes =
            [
                .. taken.Select(
                    Route (alias) =>
                        alias.ForcedThread is null ? new Route.NewRecord(alias) : new Route.ForcedThread(alias)
                ),
            ],
            Notices = [.. answers.Select(each => each.Answer.Notice).OfType<Notice>()],
            Aliases = aliases,
        };
    }

    private static string LeftOut(int count) =>
        count > 0 ? $" {count} more are left out: a mail makes at most {MostAliases} records." : "";

    /// <summary>The aliases that a mail names, each once, in a fixed order: the order of recipients changes nothing.</summary>
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

    /// <summary>Aliases that an earlier copy of the mail named.</summary>
    public static IReadOnlyList<MailAlias> Decided(IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Earlier.Count == 0)
            return [];
        var addresses = facts
            .Earlier.Where(earlier => earlier.Fingerprint == mail.Fingerprint)
            .SelectMany(earlier => earlier.Aliases)
            .ToHashSet();
        return
        [
            .. Addressed(mail, facts).Where(alias => addresses.Contains(AliasAddress.Of(alias, facts.Configuration))),
        ];
    }

    // A mail that was forwarded to other models' aliases is only theirs.
    private static IReadOnlyList<MailAlias> Eligible(IncomingMail mail, RoutingFacts facts) =>
        ReplyRules.ForwardedTo(mail, facts) is { Count: > 0 } others ? others : Addressed(mail, facts);

    private static Answer Ask(MailAlias alias, IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Configuration.Models.GetValueOrDefault(alias.Model) is { TakesMail: false })
            return new($"records of {alias.Model} take no mail");
        if (facts is { Forged: { } verdict, Released: false } && alias.ForgedMail == ForgedMail.Quarantine)
            return new($"the sender is forged ({verdict})") { Quarantine = true };
        if (alias.ContactPolicy == ContactPolicy.Followers && alias is { ForcedThread: null, ParentThread: null })
            return new("only followers may write to it, and it names no record to follow")
            {
                Notice = NoticeOf(NoticeKind.FailedAlias, alias, facts),
            };
        return ContactPolicies.Refuses(alias, ContactPolicies.RecordOf(alias, facts), mail, facts) is { } kind
            ? new(ContactPolicies.Text(kind)) { Notice = NoticeOf(kind, alias, facts) }
            : new(null);
    }

    /// <summary>What the sender is told when an alias refuses a mail.</summary>
    public static Notice NoticeOf(NoticeKind kind, MailAlias alias, RoutingFacts facts) =>
        NoticeTexts.Write(
            kind,
            AliasAddress.Of(alias, facts.Configuration),
            DomainOf(alias, facts.Configuration),
            alias.RefusalText
        );

    private static string DomainOf(MailAlias alias, GatewayConfiguration configuration) =>
        configuration.AliasDomain(alias.Domain)?.Name ?? alias.Domain;

    private static string Text(MailAlias alias, Answer answer, RoutingFacts facts) =>
        answer.Refusal is { } why
            ? $"{AliasAddress.Of(alias, facts.Configuration)} refuses it: {why}."
            : $"Sent to {AliasAddress.Of(alias, facts.Configuration)}.";

    /// <summary>An alias's answer; no refusal takes the mail.</summary>
    private sealed record Answer(string? Refusal)
    {
        public Notice? Notice { get; init; }

        public bool Quarantine { get; init; }
    }
}
