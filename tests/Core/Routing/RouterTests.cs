using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Notices;
using Postern.Core.Routing;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>The rules that the page does not spell out.</summary>
public sealed class RouterTests
{
    private const string Carl = "Carl <carl@customer.example>";
    private const string Nora = "Nora <nora@new.example>";
    private const string Anna = "Anna <anna@mycompany.example>";

    [Fact]
    public void Every_rule_leaves_its_reason_in_order_until_one_decides()
    {
        var reasons = Desk().Receive(Eml(Nora, "To: sales@mycompany.example")).Decision.Reasons;

        Assert.Equal(
            [
                "Unusable",
                "OwnMail",
                "LoopMarker",
                "Duplicate",
                "TooManyHops",
                "Bounce",
                "RepeatedToCatchall",
                "Forward",
                "Reply",
                "OnlyCatchall",
                "Alias",
                "AutomaticMail",
                "PingPong",
                "Loop",
            ],
            reasons.Select(reason => reason.Rule)
        );
        Assert.Equal("Alias", Assert.Single(reasons, reason => reason.Hit).Rule);
        Assert.All(reasons, reason => Assert.NotEqual("", reason.Text));
    }

    [Theory]
    [InlineData(30, JournalState.Routed)]
    [InlineData(31, JournalState.Ignored)]
    public void More_than_30_Received_fields_are_a_loop(int hops, JournalState state)
    {
        var received = string.Concat(
            Enumerable
                .Range(0, hops)
                .Select(hop => $"Received: from a{hop}.example by b.example; Mon, 2 Nov 2026 10:00:00 +0000\n")
        );

        Assert.Equal(state, Desk().Receive(received + Eml(Nora, "To: sales@mycompany.example")).Decision.State);
    }

    [Fact]
    public void What_answers_a_notice_of_ours_ends_there_and_a_forged_marker_does_not_stop_mail()
    {
        var desk = Desk();
        var notice = Assert
            .Single(desk.Receive(Eml(Nora, "To: catchall@mycompany.example")).Claim.Notices)
            .Posting.MessageId;
        var forged = notice.Replace("notice.", "notice.0", StringComparison.Ordinal);

        var answer = desk.Receive(
            Eml(
                Nora,
                $"To: sales@mycompany.example\nIn-Reply-To: <{notice.ToUpperInvariant()}>\nMessage-Id: <2@new.example>"
            )
        );
        var other = desk.Receive(
            Eml(Nora, $"To: sales@mycompany.example\nIn-Reply-To: <{forged}>\nMessage-Id: <3@new.example>")
        );

        Assert.Equal("LoopMarker", answer.Rule);
        Assert.Equal(JournalState.Ignored, answer.Decision.State);
        Assert.Equal(JournalState.Routed, other.Decision.State);
    }

    [Fact]
    public void Our_own_mail_is_known_by_its_Message_Id_and_by_the_tag_in_its_Reply_To()
    {
        var desk = Desk();
        var posting = Assert.Single(desk.Receive(Eml(Nora, "To: support@mycompany.example")).Claim.Postings);
        var tag = ReplyTag.Write(RoutingWorld.Keys, posting.Thread.Token, "anna@mycompany.example");

        Assert.Equal(
            "OwnMail",
            desk.Receive(
                Eml(
                    "notifications@mycompany.example",
                    $"To: sales@mycompany.example\nMessage-Id: <{posting.MessageId}>"
                )
            ).Rule
        );
        Assert.Equal(
            "OwnMail",
            desk.Receive(
                Eml(
                    "notifications@mycompany.example",
                    $"To: sales@mycompany.example\nMessage-Id: <rewritten@provider.example>\nReply-To: support+{tag}@mycompany.example"
                )
            ).Rule
        );
    }

    [Fact]
    public void Clues_that_contradict_each_other_park_the_mail_with_the_candidates()
    {
        var desk = Desk();
        var other = desk.AddThread("helpdesk.ticket", "8", new Follower { Address = "nora@new.example" });
        desk.AddMessage(
            other,
            "sent-8@mycompany.example",
            new MessageAuthor("anna@mycompany.example", "Anna Agent", true)
        );

        var parked = desk.Receive(
            Eml(
                Carl,
                "To: catchall@mycompany.example\nReferences: <sent-8@mycompany.example>\nIn-Reply-To: <sent-7@mycompany.example>"
            )
        );
        var clear = desk.Receive(
            Eml(
                Nora,
                "To: catchall@mycompany.example\nReferences: <sent-8@mycompany.example>\nIn-Reply-To: <sent-7@mycompany.example>\nMessage-Id: <2@new.example>"
            )
        );

        Assert.Equal(JournalState.Parked, parked.Decision.State);
        Assert.Equal([other, new ThreadKey("helpdesk.ticket", "7")], parked.Claim.Candidates);
        Assert.Equal("routed: helpdesk.ticket/8", Describe(clear));
    }

    [Fact]
    public void A_reply_through_an_alias_obeys_its_contact_policy_and_followers_always_may()
    {
        var desk = Desk();
        desk.Aliases[0] = desk.Aliases[0] with { ContactPolicy = ContactPolicy.Partners };
        desk.AddThread("helpdesk.ticket", "7", new Follower { Address = "invited@guest.example" });
        const string fields = "To: support@mycompany.example\nIn-Reply-To: <sent-7@mycompany.example>";

        Assert.Equal(
            "refused; answers: nora@new.example (KnownContactsOnly)",
            Describe(desk.Receive(Eml(Nora, fields)))
        );
        Assert.Equal(
            JournalState.Routed,
            desk.Receive(Eml("invited@guest.example", $"{fields}\nMessage-Id: <2@guest.example>")).Decision.State
        );
        Assert.Equal(
            JournalState.Routed,
            desk.Receive(
                Eml(
                    Nora,
                    "To: catchall@mycompany.example\nIn-Reply-To: <sent-7@mycompany.example>\nMessage-Id: <3@new.example>"
                )
            ).Decision.State
        );
    }

    [Fact]
    public void A_reply_to_another_models_alias_makes_a_record_there_and_only_there()
    {
        var forward = Desk()
            .Receive(
                Eml(
                    Carl,
                    "To: support@mycompany.example, sales@mycompany.example\nIn-Reply-To: <sent-7@mycompany.example>"
                )
            );

        Assert.Equal("routed: crm.lead new", Describe(forward));
    }

    [Fact]
    public void The_reply_address_of_a_record_still_leads_to_it_when_its_alias_makes_other_records_by_now()
    {
        var desk = Desk();
        var thread = desk.Threads.Values.Single().Head;
        var address =
            $"support+{ReplyTag.Write(RoutingWorld.Keys, thread.Token, "carl@customer.example")}@mycompany.example";
        desk.Aliases[0] = desk.Aliases[0] with { Model = "helpdesk.case" };

        Assert.Equal(
            "routed: helpdesk.ticket/7; tells: anna@mycompany.example",
            Describe(desk.Receive(Eml(Carl, $"To: {address}\nIn-Reply-To: <sent-7@mycompany.example>")))
        );
        Assert.Equal(
            "routed: helpdesk.case new; tells: anna@mycompany.example",
            Describe(
                desk.Receive(
                    Eml(
                        Carl,
                        "To: support@mycompany.example\nIn-Reply-To: <sent-7@mycompany.example>\nMessage-Id: <2@customer.example>"
                    )
                )
            )
        );
    }

    [Fact]
    public void A_reply_to_a_thread_that_is_not_there_makes_it()
    {
        var desk = Desk();
        desk.AddMessage(
            new ThreadKey("helpdesk.ticket", "99"),
            "sent-99@mycompany.example",
            new MessageAuthor("anna@mycompany.example", "Anna Agent", true)
        );

        Assert.Equal(
            "routed: helpdesk.ticket/99 made",
            Describe(desk.Receive(Eml(Carl, "To: catchall@mycompany.example\nReferences: <sent-99@mycompany.example>")))
        );
    }

    [Fact]
    public void The_answer_to_a_note_is_a_note_and_its_author_hears_of_it()
    {
        var desk = Desk();
        desk.AddMessage(
            new ThreadKey("helpdesk.ticket", "7"),
            "note-7@mycompany.example",
            new MessageAuthor("boss@mycompany.example", "Bo Boss", true),
            MessageKind.Note
        );

        var answer = desk.Receive(
            Eml(
                Anna,
                "To: catchall@mycompany.example\nReferences: <sent-7@mycompany.example>\nIn-Reply-To: <note-7@mycompany.example>"
            )
        );

        Assert.Equal(MessageKind.Note, Assert.Single(answer.Claim.Postings).Kind);
        Assert.Equal("routed: helpdesk.ticket/7; tells: boss@mycompany.example", Describe(answer));
    }

    [Theory]
    [InlineData("accept", "routed: helpdesk.ticket/7; tells: anna@mycompany.example, carl@customer.example")]
    [InlineData("flag", "routed: helpdesk.ticket/7; tells: anna@mycompany.example, carl@customer.example")]
    [InlineData("hold", "held")]
    public void A_strangers_reply_is_taken_or_held_as_the_administrator_wants(string setting, string expected)
    {
        var desk = Desk();
        desk.Parameters["mail.reply.strangers"] = setting;

        Assert.Equal(
            expected,
            Describe(desk.Receive(Eml(Nora, "To: catchall@mycompany.example\nReferences: <sent-7@mycompany.example>")))
        );
        Assert.Equal(
            "routed: helpdesk.ticket/7; tells: anna@mycompany.example",
            Describe(
                desk.Receive(
                    Eml(
                        Carl,
                        "To: catchall@mycompany.example\nReferences: <sent-7@mycompany.example>\nMessage-Id: <2@customer.example>"
                    )
                )
            )
        );
    }

    [Fact]
    public void A_copy_makes_the_record_that_the_first_did_not_and_no_other()
    {
        var desk = Desk();
        var mail = Eml(Nora, "To: friend@elsewhere.example\nMessage-Id: <copy@new.example>");
        MailOrigin By(string recipient) => new("http", RcptTo: [recipient]);

        var told = "sales support support sales"
            .Split(' ')
            .Select(to => Describe(desk.Receive(mail, By($"{to}@mycompany.example"))));

        Assert.Equal(
            [
                "routed: crm.lead new",
                "routed: helpdesk.ticket new; tells: anna@mycompany.example",
                "duplicate",
                "duplicate",
            ],
            told
        );
        Assert.Equal(
            "routed: crm.lead new",
            Describe(
                desk.Receive(
                    Eml(Nora, "To: sales@mycompany.example\nMessage-Id: <copy@new.example>", "Something else.")
                )
            )
        );
    }

    [Fact]
    public void A_model_that_takes_no_mail_leaves_the_other_alias_its_record()
    {
        var desk = Desk();
        desk.Models["crm.lead"] = new RecordModel { TakesMail = false };

        Assert.Equal("refused", Describe(desk.Receive(Eml(Nora, "To: sales@mycompany.example"))));
        Assert.Equal(
            "routed: helpdesk.ticket new; tells: anna@mycompany.example",
            Describe(
                desk.Receive(
                    Eml(Nora, "To: sales@mycompany.example, support@mycompany.example\nMessage-Id: <2@new.example>")
                )
            )
        );
    }

    [Fact]
    public void An_alias_for_followers_of_no_record_is_not_set_up_and_says_so()
    {
        var desk = Desk();
        desk.Aliases[1] = desk.Aliases[1] with { ContactPolicy = ContactPolicy.Followers };

        Assert.Equal(
            "refused; answers: carl@customer.example (FailedAlias)",
            Describe(desk.Receive(Eml(Carl, "To: sales@mycompany.example")))
        );
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied")]
    [InlineData("Return-Path: <>")]
    [InlineData("Precedence: bulk")]
    [InlineData("List-Id: <l.example>")]
    public void Automatic_mail_is_never_answered_by_a_notice(string field)
    {
        var handled = Desk().Receive(Eml(Nora, $"To: catchall@mycompany.example\n{field}"));

        Assert.Equal("refused", Describe(handled));
        Assert.StartsWith("Automatic mail", Assert.Single(handled.Claim.Withheld).Withheld, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accept", "routed: crm.lead new")]
    [InlineData("refuse", "refused")]
    public void Automatic_mail_that_is_new_makes_a_record_or_is_refused_and_as_a_reply_it_is_kept(
        string setting,
        string expected
    )
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.auto"] = setting;

        Assert.Equal(
            expected,
            Describe(desk.Receive(Eml(Nora, "To: sales@mycompany.example\nAuto-Submitted: auto-generated")))
        );
        Assert.Equal(
            JournalState.Routed,
            desk.Receive(
                Eml(
                    Carl,
                    "To: catchall@mycompany.example\nReferences: <sent-7@mycompany.example>\nAuto-Submitted: auto-replied\nMessage-Id: <2@customer.example>"
                )
            ).Decision.State
        );
    }

    [Fact]
    public void Two_responders_on_one_thread_fall_silent_and_what_they_say_is_kept()
    {
        var desk = Desk();
        var told = Enumerable
            .Range(0, 5)
            .Select(i =>
                Describe(
                    desk.Receive(
                        Eml(
                            Carl,
                            $"To: support@mycompany.example\nIn-Reply-To: <sent-7@mycompany.example>\nAuto-Submitted: auto-replied\nMessage-Id: <{i}@customer.example>"
                        )
                    )
                )
            )
            .ToList();

        Assert.Equal(3, told.Count(text => text == "routed: helpdesk.ticket/7; tells: anna@mycompany.example"));
        Assert.Equal(["routed: helpdesk.ticket/7", "routed: helpdesk.ticket/7"], told[3..]);
    }

    [Fact]
    public void Replies_of_one_sender_on_one_thread_are_counted_and_others_are_not_stopped()
    {
        var desk = Desk();
        desk.Parameters["mail.gateway.loop.threshold"] = "2";
        Handled Reply(string from, int i) =>
            desk.Receive(
                Eml(
                    from,
                    $"To: support@mycompany.example\nIn-Reply-To: <sent-7@mycompany.example>\nMessage-Id: <{i}@x.example>"
                )
            );

        Assert.Equal(
            [JournalState.Routed, JournalState.Routed, JournalState.Ignored],
            Enumerable.Range(0, 3).Select(i => Reply(Carl, i).Decision.State)
        );
        Assert.Equal(JournalState.Routed, Reply(Anna, 4).Decision.State);
        desk.AllowedSenders.Add("carl@customer.example");
        Assert.Equal(JournalState.Routed, Reply(Carl, 5).Decision.State);
    }

    [Fact]
    public void An_alias_says_its_own_refusal_and_nothing_visible_says_nothing()
    {
        var desk = Desk();
        desk.Aliases[3] = desk.Aliases[3] with { RefusalText = "<p>Only for <b>partners</b>, sorry.</p>" };
        desk.Aliases[4] = desk.Aliases[4] with { RefusalText = "<p> </p>" };

        var own = Assert.Single(desk.Receive(Eml(Nora, "To: partners@mycompany.example")).Told);
        var standard = Assert.Single(
            desk.Receive(Eml(Nora, "To: team@mycompany.example\nMessage-Id: <2@new.example>")).Told
        );

        Assert.Equal("Only for partners, sorry.", own.Text);
        Assert.Contains("team@mycompany.example", standard.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("support@mycompany.example", "To: catchall@mycompany.example")]
    [InlineData("nora@new.example", "To: catchall@mycompany.example\nReturn-Path: <notifications@mycompany.example>")]
    [InlineData("nora@new.example", "To: catchall@mycompany.example\nReturn-Path: <mailer-daemon@mycompany.example>")]
    public void No_notice_goes_to_an_address_of_our_own(string from, string fields) =>
        Assert.Equal("refused", Describe(Desk().Receive(Eml(from, fields))));

    [Fact]
    public void A_notice_goes_to_the_reverse_path_from_the_domain_that_was_written_to_once_in_the_window()
    {
        var desk = Desk();
        desk.Domains.Add(new AliasDomain { Id = "second", Name = "second.example" });
        Handled Write(int i, string text) =>
            desk.Receive(
                Eml(
                    Nora,
                    $"To: catchall@second.example\nReturn-Path: <returns@new.example>\nMessage-Id: <{i}@new.example>",
                    text
                )
            );

        var first = Assert.Single(Write(1, "one").Told);
        var second = Write(2, "two");
        desk.Now += TimeSpan.FromMinutes(121);
        var third = Write(3, "three");

        Assert.Equal(
            ("returns@new.example", "second.example", NoticeKind.Catchall),
            (first.Recipient, first.Domain, first.Kind)
        );
        Assert.Empty(second.Told);
        Assert.Single(third.Told);
    }

    [Fact]
    public void Forged_mail_is_nobodys_and_is_not_answered_and_only_a_trusted_server_can_say_so()
    {
        const string verdict = "Authentication-Results: mx.mycompany.example; dmarc=fail header.from=mycompany.example";
        var desk = Desk();
        var believed = desk.Receive(Eml(Anna, $"To: sales@mycompany.example\n{verdict}"));
        desk.Parameters["mail.auth.trusted"] = "mx.mycompany.example";

        var forged = desk.Receive(Eml(Anna, $"To: sales@mycompany.example\n{verdict}\nMessage-Id: <2@x.example>"));
        var catchall = desk.Receive(Eml(Anna, $"To: catchall@mycompany.example\n{verdict}\nMessage-Id: <3@x.example>"));
        desk.Aliases[1] = desk.Aliases[1] with { ForgedMail = ForgedMail.Quarantine };
        var quarantined = desk.Receive(Eml(Anna, $"To: sales@mycompany.example\n{verdict}\nMessage-Id: <4@x.example>"));

        Assert.True(believed.Claim.Postings[0].Author.Internal);
        Assert.Equal(new MessageAuthor("anna@mycompany.example", "Anna", false), forged.Claim.Postings[0].Author);
        Assert.Empty(forged.Claim.Postings[0].Follow);
        Assert.Equal("refused", Describe(catchall));
        Assert.Equal(JournalState.Quarantined, quarantined.Decision.State);
    }

    [Fact]
    public void A_former_catchall_or_bounce_address_is_what_it_is_now()
    {
        var desk = Desk();
        desk.Domains[0] = desk.Domains[0] with
        {
            Catchall = "returns",
            Bounce = "bounces",
            FormerCatchalls = ["replies", "catchall"],
            FormerBounces = ["returns", "bounce"],
        };
        foreach (var local in new[] { "replies", "bounce" })
            desk.Aliases.Add(
                new MailAlias
                {
                    Domain = "main",
                    LocalPart = local,
                    Model = "crm.lead",
                }
            );
        var tag = VerpTag.Write(
            RoutingWorld.Keys,
            new string('0', ThreadToken.Length),
            new string('0', MessageKey.IdLength),
            "carl@customer.example"
        );

        Assert.Equal(
            "routed: helpdesk.ticket/7; tells: anna@mycompany.example",
            Describe(desk.Receive(Eml(Carl, "To: returns@mycompany.example\nReferences: <sent-7@mycompany.example>")))
        );
        Assert.Equal(
            "routed: crm.lead new",
            Describe(desk.Receive(Eml(Nora, "To: replies@mycompany.example\nMessage-Id: <2@new.example>")))
        );
        Assert.Equal(
            "routed: crm.lead new",
            Describe(desk.Receive(Eml(Nora, "To: bounce@mycompany.example\nMessage-Id: <3@new.example>")))
        );
        Assert.Equal(
            "refused; answers: nora@new.example (Catchall)",
            Describe(desk.Receive(Eml(Nora, "To: catchall@mycompany.example\nMessage-Id: <4@new.example>")))
        );
        Assert.Equal(
            "bounce",
            Describe(desk.Receive(Eml(Nora, $"To: bounce+{tag}@mycompany.example\nMessage-Id: <5@new.example>")))
        );
    }

    [Fact]
    public void A_forged_reply_meets_the_alias_that_it_came_through_or_that_made_the_record()
    {
        const string forged = "Authentication-Results: mx.mycompany.example; dmarc=fail header.from=customer.example";
        var desk = Desk();
        desk.Parameters["mail.auth.trusted"] = "mx.mycompany.example";
        var made = Assert.Single(desk.Receive(Eml(Carl, "To: support@mycompany.example")).Claim.Postings);
        Handled Reply(string to, int i) =>
            desk.Receive(
                Eml(
                    Carl,
                    $"To: {to}@mycompany.example\nIn-Reply-To: <{made.MessageId}>\n{forged}\nMessage-Id: <forged-{i}@customer.example>",
                    $"Words {i}."
                )
            );

        Assert.Null(AttentionOf(Reply("support", 1)));
        desk.Aliases[0] = desk.Aliases[0] with { ForgedMail = ForgedMail.Flag };
        Assert.Equal(
            [AttentionKind.Flagged, AttentionKind.Flagged],
            new[] { Reply("support", 2), Reply("catchall", 3) }.Select(AttentionOf)
        );
        desk.Aliases[0] = desk.Aliases[0] with { ForgedMail = ForgedMail.Quarantine };
        Assert.Equal(
            [AttentionKind.Quarantined, AttentionKind.Quarantined],
            new[] { Reply("support", 4), Reply("catchall", 5) }.Select(AttentionOf)
        );
    }

    [Fact]
    public void An_alias_address_that_follows_a_record_is_credited_to_nobody()
    {
        var desk = Desk();
        desk.AddThread(
            "helpdesk.ticket",
            "7",
            new Follower
            {
                Address = "sales@mycompany.example",
                Name = "Sales",
                Internal = true,
            }
        );

        Assert.Equal("refused", Describe(desk.Receive(Eml("sales@mycompany.example", "To: team@mycompany.example"))));
    }

    [Fact]
    public void A_copy_of_a_reply_a_forward_or_a_refused_mail_is_a_duplicate_that_names_nothing_further()
    {
        var desk = Desk();
        desk.AddMessage(
            new ThreadKey("helpdesk.ticket", "99"),
            "sent-99@mycompany.example",
            new MessageAuthor("anna@mycompany.example", "Anna Agent", true)
        );
        var reply = Eml(Carl, "To: support@mycompany.example\nReferences: <sent-99@mycompany.example>");
        var forward = Eml(
            Carl,
            "To: support@mycompany.example, sales@mycompany.example\nIn-Reply-To: <sent-7@mycompany.example>\nMessage-Id: <2@customer.example>"
        );
        var refused = Eml(
            Nora,
            "To: catchall@mycompany.example\nCc: sales@mycompany.example\nMessage-Id: <3@new.example>"
        );

        Assert.Equal(
            ["routed: crm.lead new", "duplicate"],
            new[] { Describe(desk.Receive(forward)), Describe(desk.Receive(forward)) }
        );
        Assert.Equal(
            ["refused; answers: nora@new.example (Catchall)", "duplicate"],
            new[] { Describe(desk.Receive(refused)), Describe(desk.Receive(refused)) }
        );
        Assert.Equal(
            ["routed: helpdesk.ticket/99 made", "duplicate"],
            new[]
            {
                Describe(desk.Receive(reply)),
                Describe(desk.Receive(reply, new MailOrigin("http", RcptTo: ["diary@mycompany.example"]))),
            }
        );
    }

    [Fact]
    public void A_mail_makes_no_more_records_than_one_claim_can_name()
    {
        var desk = Desk();
        var locals = Enumerable.Range(0, 120).Select(i => $"team{i:d3}").ToList();
        desk.Aliases.AddRange(
            locals.Select(local => new MailAlias
            {
                Domain = "main",
                LocalPart = local,
                Model = "crm.lead",
            })
        );
        var handled = desk.Receive(
            Eml(Nora, $"To: {string.Join(", ", locals.Select(local => $"{local}@mycompany.example"))}")
        );

        Assert.Equal(50, handled.Claim.Postings.Count);
        Assert.Contains(
            "70 more are left out",
            handled.Decision.Reasons.Single(reason => reason.Rule == "Alias").Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_inactive_contact_is_no_contact()
    {
        var desk = Desk();
        desk.Contacts["carl@customer.example"] = new Contact
        {
            Address = "carl@customer.example",
            Name = "Carl Customer",
            Active = false,
        };

        Assert.Equal(
            "refused; answers: carl@customer.example (KnownContactsOnly)",
            Describe(desk.Receive(Eml(Carl, "To: partners@mycompany.example")))
        );
    }

    private static AttentionKind? AttentionOf(Handled handled) =>
        InboundJournal.Attention(handled.Mail, handled.Claim, handled.Facts);
}
