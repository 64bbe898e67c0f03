using System.Text;
using Postern.Contracts.Http;
using Postern.Core.Declarations;
using Postern.Core.Validation;

namespace Postern.Tests.Declarations;

/// <summary>A plan says what would change, line by line, and what this means for mail.</summary>
public sealed class ConfigurationPlannerTests
{
    private const string Desk = """
        aliasDomains:
          main: {name: example.com, isDefault: true}
        models:
          ticket: {}
        outgoingServers:
          smtp: {name: Relay, host: smtp.example.com, userName: u, port: 25}
        incomingServers:
          box: {name: Box, host: imap.example.com, userName: u}
        aliases:
          support@example.com: {model: ticket}
        """;

    [Fact]
    public void What_is_stored_already_changes_nothing()
    {
        var plan = States.Plan(States.Desk, Desk, prune: true);
        Assert.Equal("", plan.ToString());
        Assert.Empty(plan.Steps);
    }

    [Fact]
    public void Each_change_is_a_line()
    {
        var plan = States.Plan(
            States.Desk,
            """
            aliasDomains:
              main: {name: example.com, catchall: hello, texts: {de: {catchall: "Niemand hat die Adresse {address}."}}}
              shop: {name: shop.example, isDefault: true}
            outgoingServers:
              smtp: {name: Relay, host: smtp.example.com, userName: u, port: 587, priority: 5, password: "env:PASSWORD"}
            aliases:
              Sales@Shop.Example: {model: lead}
              support@example.com: {model: task, followers: [ann@example.com]}
            blacklist:
              gone@example.com: {}
            """
        );
        Assert.Empty(plan.Errors);
        Assert.Equal(
            """
            + alias domain shop
            ~ alias domain main: catchall catchall -> hello, isDefault true -> false, formerCatchalls [] -> ["catchall"]
            ~ texts of alias domain main: de none -> {"catchall":"Niemand hat die Adresse {address}."}
            ~ outgoing server smtp: port 25 -> 587, priority 10 -> 5, password is set
            + alias sales@shop.example
            ~ alias support@example.com: model ticket -> task, followers [] -> ["ann@example.com"]
            + entry of the blacklist gone@example.com
            """,
            States.Lines(plan)
        );
        Assert.Equal(
            """
            warning: 2:39: aliasDomains.main.catchall answers come to 'hello@example.com' from now on; 'catchall@example.com' still takes mail
            warning: 5:81: outgoingServers.smtp.priority changes the order of the servers: mail may be sent through another server from now on
            warning: 8:32: aliases.support@example.com.model changes: mail makes records of 'task', no longer of 'ticket'
            """,
            string.Join(
                '\n',
                plan.ToString().Split('\n').Where(line => line.StartsWith("warning", StringComparison.Ordinal))
            )
        );
    }

    [Fact]
    public void What_is_not_named_is_removed_only_by_pruning_and_only_in_sections_of_the_file()
    {
        const string File = "aliases: {}\nblacklist: {}";
        var stored = States.Desk with
        {
            Blacklist = new Dictionary<string, BlacklistEntry>
            {
                ["a@c.example"] = new() { Address = "a@c.example", Since = States.Now },
                ["b@c.example"] = new()
                {
                    Address = "b@c.example",
                    Since = States.Now,
                    Reason = BlacklistReason.Bounces,
                },
            },
        };
        Assert.Empty(States.Plan(stored, File).Changes);

        var plan = States.Plan(stored, File, prune: true);
        Assert.Equal("- entry of the blacklist a@c.example\n- alias support@example.com", States.Lines(plan));
        Assert.StartsWith(
            "aliases.support@example.com closes 'support@example.com', which took mail",
            Assert.Single(plan.Warnings).ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_domain_is_removed_with_its_aliases_and_not_before_them()
    {
        var whole = States.Plan(States.Desk, "aliasDomains: {}\naliases: {}", prune: true);
        Assert.Equal("- alias support@example.com\n- alias domain main", States.Lines(whole));

        var alone = States.Plan(States.Desk, "aliasDomains: {}", prune: true);
        Assert.Contains("still has 1 alias(es)", Assert.Single(alone.Errors).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "aliases:\n  catchall@example.com: {model: m}",
        "2:3: aliases.catchall@example.com 'catchall' is the catchall of 'example.com'"
    )]
    [InlineData(
        "aliases:\n  a@other.example: {model: m}",
        "2:3: aliases.a@other.example must be an address on one of the alias domains"
    )]
    [InlineData(
        "parameters:\n  mail.retry.dais: 3",
        "2:20: parameters.mail.retry.dais is no parameter; the nearest is 'mail.retry.days'"
    )]
    [InlineData(
        "parameters:\n  mail.retry.days: 99",
        "2:20: parameters.mail.retry.days must be a whole number from 1 to 30"
    )]
    [InlineData(
        "parameters:\n  mail.catchall.alias: x",
        "2:24: parameters.mail.catchall.alias is a property of the default alias domain, and stands in aliasDomains"
    )]
    [InlineData(
        "parameters:\n  mail.bulk.server: x",
        "2:21: parameters.mail.bulk.server must be the id of an outgoing server; there is no 'x'"
    )]
    [InlineData(
        "incomingServers:\n  b: {name: B, host: h, userName: u, folders: []}",
        "2:38: incomingServers.b.folders must name at least one folder, usually INBOX"
    )]
    public void The_rules_of_the_API_hold_for_the_file(string yaml, string message) =>
        Assert.Equal(message, States.Plan(States.Desk, yaml).Errors[0].ToString());

    [Fact]
    public void A_stored_secret_is_not_sent_to_another_host()
    {
        const string Moved =
            "outgoingServers:\n  smtp: {name: Relay, host: evil.example, userName: u, "
            + "password: \"secret:outgoing-server-smtp-password\"}";
        // The reference names what is stored, and brings no value along.
        var file = States.File(Moved);
        var own = file.Secrets.ToDictionary(secret => secret, _ => new ResolvedSecret(null, IsStored: true));
        var refused = ConfigurationPlanner.Plan(file, States.Desk, own, prune: false, EditCondition.None);

        Assert.Contains("must be given again", Assert.Single(refused.Errors).Message, StringComparison.Ordinal);
        Assert.Empty(refused.Steps);
    }

    [Fact]
    public void Former_addresses_are_closed_only_on_the_condition_of_a_version_that_was_read()
    {
        const string File = "aliasDomains:\n  main: {name: example.com, isDefault: true, formerNames: []}";
        var stored = States.Desk with
        {
            Configuration = States.Desk.Configuration with
            {
                AliasDomains = [States.Desk.Configuration.AliasDomains[0] with { FormerNames = ["old.example"] }],
            },
        };
        Assert.Empty(States.Plan(stored, File).Changes);

        var plan = States.Plan(stored, File, condition: new EditCondition(["\"read\""]));
        Assert.Equal("~ alias domain main: formerNames [\"old.example\"] -> []", States.Lines(plan));
        Assert.Contains(
            "closes the domain 'old.example'",
            Assert.Single(plan.Warnings).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_entry_that_has_expired_does_not_stop_the_file()
    {
        var plan = States.Plan(
            States.Empty,
            "blacklist:\n  a@b.example: {expires: 2026-01-01}\ncontacts: {a@b.example: {}}"
        );
        Assert.Equal("+ contact a@b.example", States.Lines(plan));
        Assert.Equal(
            "2:26: blacklist.a@b.example.expires has passed; the entry is left out",
            Assert.Single(plan.Warnings).ToString()
        );
    }

    [Fact]
    public void Ten_thousand_contacts_and_a_thousand_aliases_are_planned_soon()
    {
        var yaml = new StringBuilder("aliasDomains: {main: {name: example.com}}\naliases:\n");
        foreach (var number in Enumerable.Range(0, 1000))
            yaml.Append("  a").Append(number).Append("@example.com: {model: m}\n");
        yaml.Append("contacts:\n");
        foreach (var number in Enumerable.Range(0, 10_000))
            yaml.Append("  c").Append(number).Append("@example.com: {}\n");
        Assert.Equal(11_001, States.Plan(States.Empty, yaml.ToString()).Steps.Count);
    }
}
