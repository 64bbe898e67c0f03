using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using MimeKit;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>A person sets up a support desk with the page alone, on a gateway that knows nothing.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed class FirstSetUpTests(ConsoleHost host)
{
    private const string Agent = "agent@office.example";
    private const string Customer = "ida@customer.example";

    [SkippableFact]
    public async Task A_desk_is_set_up_from_nothing_with_the_page_alone_gets_a_mail_and_answers_it()
    {
        Skip.IfNot(ConsoleHost.Missing is null, ConsoleHost.Missing);
        var mailServers = await MailServers.SharedAsync();
        var mailbox = mailServers.NewUser("desk");
        await using var server = await ConsoleServer.StartAsync((await Azurite.SharedAsync()).NewAccount());
        await using var window = await host.OpenAsync(server);
        await window.SignInAsync();

        await AddDomainAsync(window, mailbox.Domain);
        await AddOutgoingServerAsync(window, mailbox.Domain, server.SmtpPort);
        await AddAliasAsync(window, mailbox.Domain);
        await AddMailboxAsync(window, mailServers, mailbox);
        await mailServers.Mail.AppendAsync(mailbox, Mails.New(Customer, $"support@{mailbox.Domain}"));
        await window.Button("Fetch now").ClickAsync();

        var notified = await CaughtAsync(server, Agent);
        Assert.Equal($"notifications@{mailbox.Domain}", notified.From.Mailboxes.Single().Address);
        await mailServers.Mail.AppendAsync(mailbox, Mails.ReplyTo(notified, Agent, "We are on our way."));
        await window.Button("Fetch now").ClickAsync();
        var answered = await CaughtAsync(server, Customer);
        Assert.Contains("We are on our way.", answered.TextBody, StringComparison.Ordinal);
        await window.ShowAsync("caught");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(3);

        await window.ShowAsync("home");
        var steps = window.Page.Locator(".steps li");
        foreach (var step in new[] { "A domain", "An outgoing server", "An alias", "A mailbox" })
            await Assertions.Expect(steps.Filter(new() { HasText = step })).ToContainTextAsync("Done");
        Assert.Empty(window.Incidents);
    }

    private static async Task AddDomainAsync(ConsoleWindow window, string domain)
    {
        await FollowAsync(window, "Add a domain");
        await Assertions.Expect(Labelled(window, "Is the default domain")).ToBeCheckedAsync();
        await Labelled(window, "Domain (required)").FillAsync(domain);
        await window.Button("Add the domain").ClickAsync();

        await Assertions.Expect(window.Heading).ToHaveTextAsync(domain);
        // No record of it is in the DNS: the page says which ones are to be published.
        await Assertions.Expect(window.Page.Locator(".note.warn").First).ToContainTextAsync("missing or wrong");
        var records = window.Page.Locator("section", new() { HasText = "Records to publish" });
        await Assertions.Expect(records.GetByText($"_dmarc.{domain}", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions
            .Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = $"Copy: _dmarc.{domain}" }))
            .ToBeVisibleAsync();
    }

    private static async Task AddOutgoingServerAsync(ConsoleWindow window, string domain, int port)
    {
        await window.ShowAsync("home");
        await FollowAsync(window, "Outgoing servers", inMenu: true);
        await FollowAsync(window, "Add an outgoing server");
        await Labelled(window, "Name (required)").FillAsync("Relay");
        await Labelled(window, "Host (required)").FillAsync("127.0.0.1");
        await Labelled(window, "Port").FillAsync(port.ToString(CultureInfo.InvariantCulture));
        await Labelled(window, "Encryption").SelectOptionAsync("none");
        await Labelled(window, "From filter").FillAsync($"other.example, {domain}");
        var covers = window.Page.Locator(".covers li");
        await Assertions.Expect(covers.Filter(new() { HasText = $"bounce@{domain}" })).ToContainTextAsync("By domain");
        await Assertions
            .Expect(covers.Filter(new() { HasText = "…@other.example" }))
            .ToContainTextAsync("none of yours");

        await window.Button("Test connection").ClickAsync();
        await Assertions.Expect(window.Page.Locator(".note.ok")).ToContainTextAsync("Every step succeeded");
        await window.Button("Add the server").ClickAsync();
        await Assertions.Expect(window.Heading).ToHaveTextAsync("Relay");
        await window.Button("Test connection").ClickAsync();
        await Assertions
            .Expect(window.Page.Locator(".reasons li.hit"))
            .ToHaveTextAsync([Holds("Connect"), Holds("Encrypt"), Holds("sender"), Holds("recipient"), Holds("mail")]);
    }

    private static async Task AddAliasAsync(ConsoleWindow window, string domain)
    {
        await FollowAsync(window, "Aliases", inMenu: true);
        await FollowAsync(window, "Add an alias");
        await Labelled(window, "Local part (required)").FillAsync("support");
        await Labelled(window, "Model (required)").FillAsync("helpdesk.ticket");
        await Labelled(window, "Followers of each record").FillAsync(Agent);
        await window.Button("Add the alias").ClickAsync();

        await Assertions.Expect(window.Heading).ToHaveTextAsync($"support@{domain}");
        await window.Button("Preview").ClickAsync();
        var preview = window.Page.Locator("section", new() { HasText = "What would a mail do?" });
        await Assertions.Expect(preview).ToContainTextAsync("Creates a record of the model helpdesk.ticket.");
        await Assertions.Expect(preview).ToContainTextAsync(Agent);
    }

    private static async Task AddMailboxAsync(ConsoleWindow window, MailServers servers, MailUser mailbox)
    {
        await FollowAsync(window, "Incoming servers", inMenu: true);
        await FollowAsync(window, "Add an incoming server");
        await Labelled(window, "Name (required)").FillAsync("Desk");
        await Labelled(window, "Host (required)").FillAsync(MailServers.Host);
        await Labelled(window, "Encryption").SelectOptionAsync("none");
        await Labelled(window, "Port").FillAsync(servers.Ports.Imap.ToString(CultureInfo.InvariantCulture));
        await Labelled(window, "User name (required)").FillAsync(mailbox.Address);
        await Labelled(window, "Password").FillAsync(mailbox.Password);
        await window.Button("Add the mailbox").ClickAsync();

        await Assertions.Expect(window.Heading).ToHaveTextAsync("Desk");
        await Assertions.Expect(window.Page.Locator(".note.warn")).ToContainTextAsync("Without TLS");
        await Assertions.Expect(window.Page.GetByText("Not confirmed")).ToBeVisibleAsync();
        // A secret is written and never read.
        await Assertions.Expect(Labelled(window, "Password")).ToHaveValueAsync("");
        await window.Button("Test & Confirm").ClickAsync();
        await Assertions.Expect(window.Page.Locator(".note.ok")).ToContainTextAsync("the mailbox is confirmed");
        await Assertions.Expect(window.Field("INBOX")).ToBeCheckedAsync();
        await Assertions.Expect(window.Page.GetByText("The mailbox is read.")).ToBeVisibleAsync();
    }

    private static System.Text.RegularExpressions.Regex Holds(string text) => new(text);

    private static ILocator Labelled(ConsoleWindow window, string label) =>
        window.Page.Locator("main").GetByLabel(label, new() { Exact = true });

    private static async Task FollowAsync(ConsoleWindow window, string link, bool inMenu = false)
    {
        var place = window.Page.Locator(inMenu ? "nav" : "main");
        await place.GetByRole(AriaRole.Link, new() { Name = link, Exact = true }).ClickAsync();
        await Assertions.Expect(window.Page.Locator("main#screen")).ToHaveAttributeAsync("aria-busy", "false");
    }

    /// <summary>The mail to an address that the devhost has caught.</summary>
    private static async Task<MimeMessage> CaughtAsync(ConsoleServer server, string to)
    {
        var caught = await Eventually.ReadAsync(
            async () =>
                (await server.Api.GetFromJsonAsync<JsonArray>(new Uri("/dev/mails", UriKind.Relative)))!.FirstOrDefault(
                    mail => mail!["to"]!.AsArray().Any(address => address!.GetValue<string>() == to)
                ),
            mail => mail is not null
        );
        var id = caught!["id"]!.GetValue<string>();
        await using var content = await server.Api.GetStreamAsync(new Uri($"/dev/mails/{id}", UriKind.Relative));
        return await MimeMessage.LoadAsync(content);
    }
}
