using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Tests.Support.Odoo;

namespace Postern.Tests.Vectors;

/// <summary>
/// Odoo 17's routing, restated plainly: duplicates and loop marker, bounce, forward and reply, catchall, aliases,
/// fallback, loops. The deviations say which mail Postern acts on instead; this computes its outcome.
/// </summary>
internal static class PlainRouting
{
    public static RoutingOutcome Decide(PlainInbound mail)
    {
        if (mail.Instead is { } kind)
            return Outcome(kind);
        if (mail.Unusable)
            return Outcome("exception");
        if (mail.Duplicate)
            return Outcome("ignored_duplicate");
        if (mail.AnswersNotice)
            return Outcome("ignored_loop_reply");
        if (mail.Bounce)
            return Outcome("bounce_handled");
        var others = mail.Answered is { } answered
            ? AliasesOf(mail, mail.Forwarded).Where(alias => alias.Model != answered.Model).ToList()
            : [];
        if (others.Count == 0 && mail.Answered is { } thread)
            return Reply(mail, thread);
        if (mail.Recipients.Count > 0)
        {
            if (mail.To.All(address => IsCatchall(mail, address)))
                return Told(mail, "bounced_direct_catchall");
            var aliases = others.Count > 0 ? others : AliasesOf(mail, mail.Recipients);
            if (aliases.Count > 0)
                return Aliases(mail, aliases);
        }
        if (mail.Fallback is { } model)
            return mail.FallbackFails
                ? Outcome("exception")
                : Looping(mail, [(model, null)]) ?? Routed(mail, "routed_fallback", [(model, mail.FallbackRecord)], []);
        return mail.Recipients.Count > 0 && mail.To.Any(address => IsCatchall(mail, address))
            ? Told(mail, "bounced_catchall_unroutable")
            : Outcome("exception");
    }

    public static IReadOnlyList<MailAlias> AliasesOf(PlainInbound mail, IReadOnlyList<string> addresses) =>
        [.. mail.World.Gateway.Aliases.Where(alias => addresses.Any(address => Matches(mail, alias, address)))];

    private static bool Matches(PlainInbound mail, MailAlias alias, string address)
    {
        if (address == $"{alias.LocalPart}@{alias.Domain}")
            return true;
        var at = address.LastIndexOf('@');
        return alias.MatchLocalPart && alias.LocalPart == address[..at] && IsAllowedDomain(mail, address[(at + 1)..]);
    }

    private static bool IsAllowedDomain(PlainInbound mail, string domain)
    {
        var list = mail.World.Gateway.Parameters.GetValueOrDefault("mail.catchall.domain.allowed");
        return string.IsNullOrEmpty(list)
            || list.Split(',', StringSplitOptions.TrimEntries).Contains(domain)
            || mail.World.Gateway.Domains.Exists(own => own.Name == domain);
    }

    private static bool IsCatchall(PlainInbound mail, string address) =>
        mail.World.Gateway.Domains.Any(domain => domain.CatchallAddress == address);

    private static RoutingOutcome Reply(PlainInbound mail, ThreadKey thread)
    {
        var alias = AliasesOf(mail, mail.Recipients)
            .Where(alias => alias.Model == thread.Model)
            .OrderBy(alias => alias.LocalPart, StringComparer.Ordinal)
            .FirstOrDefault();
        if (alias is not null && Refusal(mail, alias, thread) is { } refusal)
            return Told(mail, refusal);
        return Routed(mail, "routed_reply", [(thread.Model, thread.Id)], []);
    }

    private static RoutingOutcome Aliases(PlainInbound mail, IReadOnlyList<MailAlias> aliases)
    {
        var able = aliases.Where(alias => alias.Model != "mail.test.nothread").ToList();
        if (able.Count < aliases.Count && !mail.EachAliasForItself)
            return Outcome("exception");
        var refusals = able.Select(alias => (Alias: alias, Kind: Refusal(mail, alias, RecordOf(alias)))).ToList();
        var taken = refusals.Where(each => each.Kind is null).Select(each => each.Alias).ToList();
        if (taken.Exists(alias => mail.BrokenDefaults.Contains(alias.LocalPart)))
            return Told(mail, "exception");
        var told = refusals.Select(each => each.Kind).OfType<string>().ToList();
        if (taken.Count == 0)
            return Told(mail, [.. told]);
        var ways = taken
            .Where(alias => alias.ForcedThread is null)
            .Select(alias => (alias.Model, (string?)$"{alias.LocalPart}@{alias.Domain}"));
        var records = taken.Select(alias => (alias.Model, alias.ForcedThread));
        return Looping(mail, ways) ?? Routed(mail, "routed_alias", records, told);
    }

    private static ThreadKey? RecordOf(MailAlias alias) =>
        alias.ForcedThread is { } forced ? new ThreadKey(alias.Model, forced) : alias.ParentThread;

    private static string? Refusal(PlainInbound mail, MailAlias alias, ThreadKey? record) =>
        alias.ContactPolicy switch
        {
            ContactPolicy.Partners when !mail.SenderIsKnown => "bounced_alias_partners",
            ContactPolicy.Followers when record is null => "bounced_alias_misconfigured",
            ContactPolicy.Followers when !mail.Follows(record) => "bounced_alias_followers",
            _ => null,
        };

    private static RoutingOutcome? Looping(PlainInbound mail, IEnumerable<(string Model, string? Alias)> ways) =>
        mail.From is not null
        && !mail.World.Gateway.AllowedSenders.Contains(mail.From)
        && ways.Any(way => mail.EarlierRecords(way.Model, way.Alias) >= mail.Threshold)
            ? Told(mail, "bounced_loop")
            : null;

    private static RoutingOutcome Routed(
        PlainInbound mail,
        string kind,
        IEnumerable<(string Model, string? Record)> records,
        List<string> refusals
    )
    {
        var routes = records
            .Select(each => (each.Model, Key: each.Record is { } id ? new ThreadKey(each.Model, id) : null))
            .ToList();
        return RoutingOutcome.Of(
            refusals.Prepend(kind),
            routes.Select(route => $"{route.Model}:{NameOf(mail, route.Key) ?? "new"}"),
            Recipients(mail, refusals.Count),
            routes.Select(route => route.Key).OfType<ThreadKey>().SelectMany(mail.Notified)
        );
    }

    private static string? NameOf(PlainInbound mail, ThreadKey? key) => key is null ? null : mail.World.NameOf(key);

    private static RoutingOutcome Told(PlainInbound mail, params IReadOnlyList<string> kinds) =>
        RoutingOutcome.Of(kinds, [], Recipients(mail, kinds.Count), []);

    private static IEnumerable<string> Recipients(PlainInbound mail, int notices) =>
        mail.NoticeTo is null
            ? []
            : Enumerable
                .Repeat(mail.NoticeTo, mail.OneNotice ? Math.Min(1, notices) : notices)
                .Concat(notices > 0 ? mail.NoticeCopies : []);

    private static RoutingOutcome Outcome(string kind) => RoutingOutcome.Of([kind], [], [], []);
}
