using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Signing;
using Postern.Tests.Support.Routing;

namespace Postern.Tests.Routing;

/// <summary>What holds for every mail, however it is made up.</summary>
[Properties(Arbitrary = [typeof(WildMails)], MaxTest = 300)]
public sealed class RouterProperties
{
    [Property]
    public bool Every_mail_is_decided_with_one_rule_that_hit(WildMail wild)
    {
        var handled = SupportDesk.Desk().Receive(wild.Eml);

        var hits = handled.Decision.Reasons.Count(reason =>
            reason.Hit && reason.Rule is not ("Notice" or "AutomaticMail" or "Loop")
        );
        return hits == 1
            && handled.Decision.State != JournalState.Pending
            && handled.Decision.Routes.Count > 0 == (handled.Decision.State == JournalState.Routed);
    }

    [Property]
    public bool The_same_mail_and_facts_have_the_same_decision(WildMail wild)
    {
        var (one, other) = (SupportDesk.Desk().Receive(wild.Eml), SupportDesk.Desk().Receive(wild.Eml));

        return SupportDesk.Describe(one) == SupportDesk.Describe(other)
            && one.Decision.Reasons.SequenceEqual(other.Decision.Reasons);
    }

    [Property]
    public bool The_order_of_recipients_never_changes_the_set_of_records(WildMail wild)
    {
        var turned = wild with { To = [.. wild.To.Reverse()], Cc = [.. wild.Cc.Reverse()] };

        return SupportDesk.Describe(SupportDesk.Desk().Receive(wild.Eml))
            == SupportDesk.Describe(SupportDesk.Desk().Receive(turned.Eml));
    }

    [Property]
    public bool What_we_sent_never_becomes_a_message_again_whatever_provider_it_went_through(
        WildMail wild,
        WildMail back
    )
    {
        var desk = SupportDesk.Desk();
        var handled = desk.Receive(wild.Eml);
        foreach (var posting in handled.Claim.Postings)
        {
            var tag = ReplyTag.Write(RoutingWorld.Keys, posting.Thread.Token, "anna@mycompany.example");
            var replyTo = $"Reply-To: support+{tag}@mycompany.example";
            if (
                IsRouted($"Message-Id: <{posting.MessageId}>")
                || IsRouted("Message-Id: <rewritten@provider.example>", replyTo)
            )
                return false;
        }
        return handled.Claim.Notices.All(notice => !IsRouted($"In-Reply-To: <{notice.Posting.MessageId}>"));

        bool IsRouted(params string[] fields) =>
            desk.Receive((back with { Fields = fields }).Eml).Decision.Routes.Count > 0;
    }

    [Property]
    public bool How_it_travelled_never_changes_where_a_mail_goes_that_names_an_address_of_ours(WildMail wild)
    {
        var named = wild with { Cc = [.. wild.Cc, "support@mycompany.example"] };
        var stamped = named with { Fields = [.. named.Fields, .. WildMails.Stamps] };

        return SupportDesk.Describe(SupportDesk.Desk().Receive(named.Eml))
            == SupportDesk.Describe(SupportDesk.Desk().Receive(stamped.Eml));
    }

    [Property]
    public bool A_Reply_To_gives_nobody_standing_and_adds_nobody_to_a_thread_that_is_there(WildMail wild)
    {
        var other = wild with { Fields = [.. wild.Fields, "Reply-To: anna@mycompany.example, ida@buyer.example"] };
        var (plain, answered) = (SupportDesk.Desk().Receive(wild.Eml), SupportDesk.Desk().Receive(other.Eml));

        return answered.Claim.Postings.All(posting => !posting.Author.Internal || IsAuthor(posting.Author.Address))
            && Joining(plain).SequenceEqual(Joining(answered));

        bool IsAuthor(string address) => address == answered.Mail.From?.Address;

        static IEnumerable<string> Joining(Handled handled) =>
            handled
                .Claim.Postings.Where(posting => !posting.Create)
                .SelectMany(posting => posting.Follow.Select(follower => follower.Address));
    }

    [Property]
    public bool Nobody_is_notified_who_has_the_mail_or_wrote_it_or_is_the_gateway(WildMail wild)
    {
        var handled = SupportDesk.Desk().Receive(wild.Eml);
        return handled
            .Claim.Postings.SelectMany(posting =>
                handled.Notified.GetValueOrDefault(posting.Thread.Key, []).Select(address => (address, posting.Author))
            )
            .All(notified =>
                notified.address != notified.Author.Address
                && handled.Mail.Reached.All(recipient => recipient.Address != notified.address)
                && !OwnAddresses.IsOurs(handled.Facts.Configuration, notified.address)
            );
    }

    [Property]
    public bool A_notice_never_goes_to_automatic_mail_nor_to_an_address_of_ours(WildMail wild)
    {
        var handled = SupportDesk.Desk().Receive(wild.Eml);

        return handled.Told.All(notice =>
            handled.Mail is { Automatic: null, WeakSign: null }
            && !OwnAddresses.IsOurs(handled.Facts.Configuration, notice.Recipient!)
        );
    }

    [Property]
    public bool Bytes_that_are_no_mail_are_decided_too(byte[] bytes) =>
        SupportDesk.Desk().Receive(bytes).Decision.Reasons.Count > 0;
}

/// <summary>A mail put together at random of what matters to routing.</summary>
public sealed record WildMail
{
    public string From { get; init; } = "";

    public IReadOnlyList<string> To { get; init; } = [];

    public IReadOnlyList<string> Cc { get; init; } = [];

    public IReadOnlyList<string> Fields { get; init; } = [];

    internal byte[] Eml
    {
        get
        {
            string[] header =
            [
                $"From: {From}",
                $"To: {string.Join(", ", To)}",
                $"Cc: {string.Join(", ", Cc)}",
                .. Fields,
                "Subject: Hi",
            ];
            return Encoding.UTF8.GetBytes(string.Join('\n', header) + "\n\nHello.\n");
        }
    }

    public override string ToString() => Encoding.UTF8.GetString(Eml);
}

/// <summary>Generates mails to, from and about the support desk.</summary>
public static class WildMails
{
    private static readonly string[] Addresses =
    [
        "support@mycompany.example",
        "sales@mycompany.example",
        "partners@mycompany.example",
        "team@mycompany.example",
        "diary@mycompany.example",
        "catchall@mycompany.example",
        "bounce@mycompany.example",
        "notifications@mycompany.example",
        "nobody@mycompany.example",
        "sales@old.example",
        "commercial@branch.example",
        "commercial@gmail.example",
        "carl@customer.example",
        "anna@mycompany.example",
        "nora@new.example",
        "mailer-daemon@mycompany.example",
        "\"A, B\" <friend@elsewhere.example>",
        "garbage",
        "@",
        "a@b@c",
        "",
    ];

    /// <summary>Fields of servers that collect mail in a mailbox of another name.</summary>
    public static readonly string[] Stamps =
    [
        "Delivered-To: sales@mycompany.example",
        "X-Original-To: team@mycompany.example",
        "X-Forwarded-To: diary@mycompany.example",
        "Received: from a by b for <sales@mycompany.example>; Sat, 7 Nov 2026 09:00:00 +0000",
    ];

    private static readonly string[] Fields =
    [
        "Message-Id: <1@client.example>",
        "Message-Id:",
        "References: <sent-7@mycompany.example>",
        "References: <x@y> <sent-7@mycompany.example>",
        "In-Reply-To: <sent-7@mycompany.example>",
        "In-Reply-To: garbage",
        "Return-Path: <>",
        "Return-Path: <returns@new.example>",
        "Return-Path: <catchall@mycompany.example>",
        "Auto-Submitted: auto-replied",
        "Precedence: list",
        "Delivered-To: sales@mycompany.example",
        "X-Original-To: support@mycompany.example",
        "X-Forwarded-To: team@mycompany.example",
        "Received: from a by b for <partners@mycompany.example>; Sat, 7 Nov 2026 09:00:00 +0000",
        "Resent-To: catchall@mycompany.example",
        "Reply-To: ida@buyer.example, anna@mycompany.example",
        "X-Original-From: carl@customer.example",
        "Sender: robot@hoster.example",
        "List-Id: <l.example>",
        "Subject: Abwesenheitsnotiz",
        "X-Failed-Recipients: a@b.example",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "Reply-To: support+0000000000000000000000000000000000@mycompany.example",
        "Authentication-Results: mx; dmarc=fail",
        "Date: yesterday",
    ];

    public static Arbitrary<WildMail> Mail() =>
        Arb.From(
            from sender in Gen.Elements(Addresses)
            from to in Some(Addresses)
            from cc in Some(Addresses)
            from fields in Some(Fields)
            select new WildMail
            {
                From = sender,
                To = to,
                Cc = cc,
                Fields = fields,
            }
        );

    private static Gen<IReadOnlyList<string>> Some(string[] values) =>
        from count in Gen.Choose(0, 3)
        from chosen in Gen.Elements(values).ListOf(count)
        select (IReadOnlyList<string>)[.. chosen];
}
