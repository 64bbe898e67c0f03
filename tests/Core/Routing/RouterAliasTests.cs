using Postern.Contracts.Http;
using Postern.Core.Keys;
using Postern.Core.Signing;
using Postern.Core.Threads;
using Postern.Tests.Support.Routing;
using static Postern.Tests.Routing.SupportDesk;

namespace Postern.Tests.Routing;

/// <summary>Aliases, catchall and bounce addresses, and the contacts that may write to them.</summary>
public sealed class RouterAliasTests
{
    [Fact]
    public void A_model_that_takes_no_mail_leaves_the_other_alias_its_record()
    {
        var desk = Desk();
        desk.Models["crm.lead"] = new RecordModel { TakesMail = false };

        var alone = desk.Receive(Eml(Nora, ToSales));
        var both = desk.Receive(Eml(Nora, $"{ToSales}, support@mycompany.example\nMessage-Id: <2@new.example>"));

        Assert.Equal("refused", Describe(alone));
        Assert.Equal("routed: helpdesk.ticket new; tells: anna@mycompany.example", Describe(both));
    }

    [Fact]
    public void An_alias_for_followers_of_no_record_is_not_set_up_and_says_so()
    {
        var desk = Desk();
        desk.Aliases[1] = desk.Aliases[1] with { ContactPolicy = ContactPolicy.Followers };

        Assert.Equal(
            "refused; answers: carl@customer.example (FailedAlias)",
            Describe(desk.Receive(Eml(Carl, ToSales)))
        );
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
        desk.Aliases.AddRange(Alias("replies", "crm.lead"), Alias("bounce", "crm.lead"));
        var tag = VerpTag.Write(
            RoutingWorld.Keys,
            new string('0', ThreadToken.Length),
            new string('0', MessageKey.IdLength),
            "carl@customer.example"
        );

        var toCatchall = Eml(Carl, $"To: returns@mycompany.example\n{RefersToTicket}");
        Assert.Equal("routed: helpdesk.ticket/7; tells: anna@mycompany.example", Describe(desk.Receive(toCatchall)));
        Assert.Equal("routed: crm.lead new", From(Nora, "replies", 2));
        Assert.Equal("routed: crm.lead new", From(Nora, "bounce", 3));
        Assert.Equal("refused; answers: nora@new.example (Catchall)", From(Nora, "catchall", 4));
        Assert.Equal("bounce", From(Nora, $"bounce+{tag}", 5));

        string From(string sender, string local, int id) =>
            Describe(desk.Receive(Eml(sender, $"To: {local}@mycompany.example\nMessage-Id: <{id}@new.example>")));
    }

    [Fact]
    public void An_alias_address_that_follows_a_record_is_credited_to_nobody()
    {
        var desk = Desk();
        var follower = new Follower
        {
            Address = "sales@mycompany.example",
            Name = "Sales",
            Internal = true,
        };
        desk.AddThread("helpdesk.ticket", "7", follower);

        Assert.Equal("refused", Describe(desk.Receive(Eml("sales@mycompany.example", "To: team@mycompany.example"))));
    }

    [Fact]
    public void A_mail_makes_no_more_records_than_one_claim_can_name()
    {
        var desk = Desk();
        var locals = Enumerable.Range(0, 120).Select(i => $"team{i:d3}").ToList();
        desk.Aliases.AddRange(locals.Select(local => Alias(local, "crm.lead")));
        var addresses = string.Join(", ", locals.Select(local => $"{local}@mycompany.example"));

        var handled = desk.Receive(Eml(Nora, $"To: {addresses}"));

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
}
