using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Notices;
using Postern.Core.Parsing;
using Postern.Core.People;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;

namespace Postern.Tests.Routing;

/// <summary>
/// A mail is decided by the few earlier mails that <see cref="HistoryNeeds"/> asks for as by all of them, word for
/// word.
/// </summary>
[Properties(Arbitrary = [typeof(WildMails), typeof(WildHistories)], MaxTest = 1500)]
public sealed class HistoryNeedsProperties
{
    [Property]
    public bool What_is_left_out_changes_no_decision_and_no_reason(WildMail wild, WildHistory history)
    {
        var (mail, whole) = FactsOf(wild, history);
        var few = Limited(mail, whole);

        var (expected, decided) = (Router.Decide(mail, whole), Router.Decide(mail, few));
        return Text(expected) == Text(decided);
    }

    [Property]
    public bool What_is_asked_for_without_a_look_up_covers_itself_and_more_covers_less(WildHistory history)
    {
        var keys = history.Mails.Select(HistoryFilter.KeyOf).Distinct().ToList();
        var (more, less) = (new HistoryFilter(keys, "c"), new HistoryFilter([.. keys.Skip(1)], null));
        return more.Covers(more)
            && more.Covers(less)
            && less.Covers(more) == false
            && history.Mails.Where(less.Includes).All(more.Includes);
    }

    [Fact]
    public void Of_a_busy_senders_history_the_guards_decide_with_what_is_asked_for()
    {
        var stopped = 0;
        foreach (var history in Gen.Sample(WildHistories.History().Generator, 300, 50))
        {
            var wild = new WildMail { From = SupportDesk.Carl, To = ["support@mycompany.example"] };
            var (mail, whole) = FactsOf(wild, history);
            var decision = Router.Decide(mail, Limited(mail, whole));
            stopped += decision.State == JournalState.Ignored ? 1 : 0;
        }
        // Both outcomes are there, so that the property above compares something.
        Assert.InRange(stopped, 1, 299);
    }

    [Fact]
    public void A_mail_to_more_aliases_than_a_query_can_name_asks_for_the_whole_history()
    {
        var desk = SupportDesk.Desk();
        var to = Enumerable.Range(0, 9).Select(i => $"box{i}@mycompany.example").ToList();
        desk.Aliases.AddRange(to.Select(address => SupportDesk.Alias(address.Split('@')[0], "crm.lead")));
        var mail = MailParser.Parse(
            new WildMail { From = SupportDesk.Carl, To = to }.Eml,
            MailOrigin.Queue.ToEnvelope()
        );

        Assert.Null(HistoryNeeds.Of(mail, MailOrigin.Queue, desk.Configuration, []));
        desk.Aliases.RemoveAt(desk.Aliases.Count - 1);
        Assert.Equal(8, HistoryNeeds.Of(mail, MailOrigin.Queue, desk.Configuration, [])!.Keys.Count);
    }

    private static (IncomingMail Mail, RoutingFacts Facts) FactsOf(WildMail wild, WildHistory history)
    {
        var desk = SupportDesk.Desk();
        desk.Parameters["mail.gateway.loop.threshold"] = history.Threshold;
        desk.Parameters["mail.gateway.loop.minutes"] = history.Minutes;
        desk.Parameters["mail.gateway.loop.scope"] = history.ByAlias ? "alias" : "sender";
        if (history.Unguarded)
            desk.Models["crm.lead"] = new() { Name = "crm.lead", LoopGuard = false };
        if (history.NeverStopped)
            desk.AllowedSenders.Add("carl@customer.example");
        var origin = MailOrigin.Queue with { FallbackModel = history.Fallback };
        var content = SpooledContent.Of(wild.Eml);
        var raw = new StoredMail("wild.eml", content, desk.Now, origin);
        var mail = Destination.Of(MailParser.Parse(wild.Eml, origin.ToEnvelope()), origin, desk.Configuration);
        var own = CatchallRules.ContentOf(mail, desk.Configuration);
        var mails = history.At(desk.Now).Select(sent => sent.Content is null ? sent : sent with { Content = own });
        var known = mails.ToList();
        string[] everybody =
        [
            .. Addresses(mail),
            .. desk.Aliases.Select(alias => AliasAddress.Of(alias, desk.Configuration)),
        ];
        foreach (var address in everybody)
            desk.SentIn[address] = known;
        return (mail, desk.Facts(mail, raw));
    }

    private static IEnumerable<string> Addresses(IncomingMail mail) =>
        mail
            .ReplyTo.Concat(mail.OriginalFrom)
            .Append(mail.From)
            .Append(mail.ReturnPath)
            .Append(mail.Sender)
            .OfType<Core.Addresses.EmailAddress>()
            .Select(address => address.Address);

    // As SenderFactsLoader reads them.
    private static RoutingFacts Limited(IncomingMail mail, RoutingFacts whole)
    {
        var threads = whole.Clues.Select(clue => clue.Thread);
        var needs = HistoryNeeds.Of(mail, whole.Origin, whole.Configuration, threads);
        return whole with
        {
            Sender = Limited(whole.Sender, needs),
            ReplyTo = whole.ReplyTo is { } target ? target with { Known = Limited(target.Known, needs) } : null,
            ReversePath = whole.ReversePath is { } other ? Limited(other, HistoryFilter.NoticesOnly) : null,
            Aliases = whole.Aliases.ToDictionary(
                alias => alias.Key,
                IReadOnlyList<MailSentIn> (alias) => [.. alias.Value.Where(HistoryNeeds.OfAlias(alias.Key).Includes)]
            ),
        };
    }

    private static SenderFacts Limited(SenderFacts known, HistoryFilter? needs) =>
        needs is null ? known : known with { Recent = [.. known.Recent.Where(needs.Includes)] };

    private static string Text(RouteDecision decision) =>
        string.Join(
            '\n',
            [
                decision.State.ToString(),
                .. decision.Routes.Select(route => route is Route.Reply reply ? $"reply {reply.Quiet}" : $"{route}"),
                .. decision.Reasons.Select(reason => reason.ToString()),
                .. decision.Notices.Select(notice => $"{notice.Kind} {notice.Recipient} {notice.Withheld}"),
            ]
        );
}

/// <summary>The earlier mails of a sender, and the settings that they are counted by.</summary>
public sealed record WildHistory
{
    public IReadOnlyList<MailSentIn> Mails { get; init; } = [];

    public string Threshold { get; init; } = "";

    public string Minutes { get; init; } = "";

    public bool ByAlias { get; init; }

    public bool Unguarded { get; init; }

    public bool NeverStopped { get; init; }

    public string? Fallback { get; init; }

    /// <summary>The mails, of which each lies as many minutes back as its time says.</summary>
    internal IEnumerable<MailSentIn> At(DateTimeOffset now) =>
        Mails
            .Select(sent => sent with { Time = now - TimeSpan.FromMinutes(sent.Time.Minute) })
            .OrderByDescending(sent => sent.Time);

    public override string ToString() =>
        $"{Threshold}/{Minutes} {ByAlias} {Unguarded} {NeverStopped} {Fallback}: {string.Join("; ", Mails)}";
}

/// <summary>Generates histories of senders to the support desk.</summary>
public static class WildHistories
{
    private static readonly string[] Aliases =
    [
        "support@mycompany.example",
        "sales@mycompany.example",
        "partners@mycompany.example",
        "commercial@mycompany.example",
        "fallback:crm.lead",
    ];

    private static readonly string[] Threads = ["helpdesk.ticket:7", "helpdesk.ticket:8"];

    public static Arbitrary<WildHistory> History() =>
        Arb.From(
            from count in Gen.Choose(0, 25)
            from mails in Mail().ListOf(count)
            from threshold in Gen.Elements("1", "2", "3", "5", "1001")
            from minutes in Gen.Elements("10", "30", "120")
            from flags in Gen.Choose(0, 31)
            select new WildHistory
            {
                Mails = [.. mails],
                Threshold = threshold,
                Minutes = minutes,
                ByAlias = (flags & 1) > 0,
                Unguarded = (flags & 2) > 0,
                NeverStopped = (flags & 12) == 12,
                Fallback = (flags & 16) > 0 ? "crm.lead" : null,
            }
        );

    private static Gen<MailSentIn> Mail() =>
        from minute in Gen.Choose(0, 59)
        from aliases in Some(Aliases)
        from threads in Some(Threads)
        from notices in Some(Enum.GetNames<NoticeKind>())
        from flags in Gen.Choose(0, 15)
        select new MailSentIn(DateTimeOffset.UnixEpoch.AddMinutes(minute), aliases, threads)
        {
            Notices = (flags & 8) > 0 ? notices : [],
            ReplyTo = (flags & 1) > 0 ? "ida@buyer.example" : null,
            Automatic = (flags & 2) > 0,
            Content = (flags & 4) > 0 ? "of the mail" : null,
        };

    private static Gen<IReadOnlyList<string>> Some(string[] values) =>
        from count in Gen.Frequency((2, Gen.Constant(0)), (5, Gen.Constant(1)), (1, Gen.Constant(2)))
        from chosen in Gen.Elements(values).ListOf(count)
        select (IReadOnlyList<string>)[.. chosen.Distinct()];
}
