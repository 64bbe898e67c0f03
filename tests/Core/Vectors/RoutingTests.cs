using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Core.Notices;
using Postern.Tests.Support.Odoo;
using Postern.Tests.Support.Routing;
using Xunit.Abstractions;

namespace Postern.Tests.Vectors;

/// <summary>
/// What a real Odoo 17 did with a mail, against what Postern decides: each case agrees, or a rule says what Postern
/// does instead. What bounces do to deliveries and addresses is compared by the tests of the gateway.
/// </summary>
public sealed class RoutingTests(ITestOutputHelper output)
{
    // All pairs take half a minute.
    private const int Stride = 4;

    [Fact]
    public void Every_observed_mail_is_routed_alike_or_deviates_by_a_rule()
    {
        var verdicts = RoutingVector
            .All()
            .Where(vector => !vector.ConfigurationRefused)
            .SelectMany(JudgeOrSay)
            .ToList();

        var counts = verdicts.CountBy(verdict => verdict.Verdict.Split(':')[0]);
        foreach (var (verdict, count) in counts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            output.WriteLine($"{verdict}: {count}");
        var differs = verdicts
            .Where(verdict => verdict.Verdict.StartsWith("differs", StringComparison.Ordinal))
            .ToList();
        foreach (var (mail, verdict) in differs)
            output.WriteLine($"{mail} {verdict}");
        Assert.Empty(differs);
    }

    // Cases that nobody has seen: mails of one case in the world of another, after its own.
    [Fact]
    [Trait("Speed", "Long")]
    public void The_rules_hold_for_mails_in_the_world_of_other_cases()
    {
        var vectors = RoutingVector.All().Where(vector => !vector.ConfigurationRefused).ToList();
        var pairs = vectors
            .Index()
            .SelectMany(place =>
                vectors
                    .Index()
                    .Where(mail => (place.Index + mail.Index) % Stride == 0 || place.Index == mail.Index)
                    .Select(mail => (Place: place.Item, Mail: mail.Item))
            )
            .ToList();
        var differs = pairs.AsParallel().Select(pair => PredictOrSay(pair.Place, pair.Mail)).OfType<string>().ToList();

        output.WriteLine($"{pairs.Count} mails, {differs.Count} differ");
        foreach (var line in differs.Take(50))
            output.WriteLine(line);
        Assert.Empty(differs);
    }

    // The rules compute their outcome with the restatement: for its own cases it must give Odoo's answer.
    [Fact]
    public void The_plain_restatement_gives_what_Odoo_gave()
    {
        var wrong = RoutingVector.Copies().Where(vector => !vector.ConfigurationRefused).SelectMany(Restate).ToList();

        foreach (var line in wrong)
            output.WriteLine(line);
        Assert.Empty(wrong);
    }

    private static string? PredictOrSay(RoutingVector place, RoutingVector vector)
    {
        try
        {
            return Predict(place, vector);
        }
        catch (Exception e)
        {
            return $"{vector.Id} in {place.Id} is not understood. {e.Message}";
        }
    }

    // A case in a form that nobody has seen is one that differs, with the reason.
    private static List<(string Mail, string Verdict)> JudgeOrSay(RoutingVector vector)
    {
        try
        {
            return [.. Judge(vector)];
        }
        catch (Exception e)
        {
            return [(vector.Id, $"differs: it is not understood. {e.Message}")];
        }
    }

    private static string? Predict(RoutingVector place, RoutingVector vector)
    {
        var world = place.World();
        for (var mail = 0; mail < place.Mails; mail++)
            world.Receive(place, mail);
        var plain = PlainInbound.Of(world, vector, 0);
        var (rules, expected) = RoutingDeviations.For(plain);
        var nameOf = Names(world);
        var postern = OutcomeOf(world.Receive(vector, 0), nameOf);
        var names = string.Join(", ", rules.Select(rule => rule.Name));
        return postern == expected ? null : $"{vector.Id} in {place.Id}: {names} say {expected}, Postern {postern}";
    }

    private static IEnumerable<(string Mail, string Verdict)> Judge(RoutingVector vector)
    {
        var world = vector.World();
        for (var mail = 0; mail < vector.Mails; mail++)
        {
            var plain = PlainInbound.Of(world, vector, mail);
            var (rules, instead) = RoutingDeviations.For(plain);
            // The names of records before the mail: what it makes is new.
            var nameOf = Names(world);
            var postern = OutcomeOf(world.Receive(vector, mail), nameOf);
            yield return ($"{vector.Id} {mail}", Verdict(vector.Expected(mail), postern, rules, instead));
        }
    }

    private static string Verdict(
        RoutingOutcome odoo,
        RoutingOutcome postern,
        IReadOnlyList<RoutingRule> rules,
        RoutingOutcome instead
    )
    {
        if (postern == odoo)
            return "agree";
        if (rules.Count == 0)
            return $"differs: Odoo {odoo}, Postern {postern}";
        var names = string.Join(" and ", rules.Select(rule => rule.Name));
        return postern == instead
            ? $"deviates, {names}"
            : $"differs: the rules ({names}) say {instead}, Postern {postern}";
    }

    private static IEnumerable<string> Restate(RoutingVector vector)
    {
        var world = vector.World();
        for (var mail = 0; mail < vector.Mails; mail++)
        {
            var plain = PlainRouting.Decide(PlainInbound.Of(world, vector, mail));
            if (plain != vector.Expected(mail))
                yield return $"{vector.Id} {mail}: Odoo {vector.Expected(mail)}, restated {plain}";
            world.Receive(vector, mail);
        }
    }

    private static Func<ThreadKey, string?> Names(RoutingVectorWorld world)
    {
        var names = world
            .Gateway.Threads.Values.Select(thread => thread.Head.Key)
            .ToDictionary(key => key, world.NameOf);
        return names.GetValueOrDefault;
    }

    private static RoutingOutcome OutcomeOf(Handled handled, Func<ThreadKey, string?> nameOf) =>
        RoutingOutcome.Of(
            KindsOf(handled),
            handled.Claim.Postings.Select(posting => $"{posting.Thread.Model}:{nameOf(posting.Thread.Key) ?? "new"}"),
            handled.Told.Select(notice => notice.Recipient!),
            handled.Notified.SelectMany(each => each.Value)
        );

    private static List<string> KindsOf(Handled handled)
    {
        var told = handled.Decision.Notices.Select(notice => KindOf(notice.Kind)).ToList();
        return (handled.Rule, handled.Decision.State) switch
        {
            ("OwnMail" or "Duplicate", _) => ["ignored_duplicate"],
            ("LoopMarker", _) => ["ignored_loop_reply"],
            ("TooManyHops", _) => ["ignored_hops"],
            ("RepeatedToCatchall", _) => ["ignored_repeated"],
            (_, JournalState.Bounce) => ["bounce_handled"],
            (_, JournalState.Parked) => ["parked"],
            ("SomeCatchall", _) => ["bounced_catchall_unroutable"],
            ("Reply", JournalState.Routed) => ["routed_reply"],
            ("Alias", JournalState.Routed) => ["routed_alias", .. told],
            ("Fallback", JournalState.Routed) => ["routed_fallback"],
            _ => told.Count > 0 ? told : ["exception"],
        };
    }

    internal static string KindOf(NoticeKind kind) =>
        kind switch
        {
            NoticeKind.Catchall => "bounced_direct_catchall",
            NoticeKind.KnownContactsOnly => "bounced_alias_partners",
            NoticeKind.FollowersOnly => "bounced_alias_followers",
            NoticeKind.FailedAlias => "bounced_alias_misconfigured",
            _ => "bounced_loop",
        };
}
