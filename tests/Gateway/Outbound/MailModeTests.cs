using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Attention;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Gateway.Editing;
using Postern.Gateway.Outbound;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Outbound;

/// <summary>The modes in which mail can be tried without reaching customers.</summary>
public sealed class MailModeTests
{
    private const string Agent = $"agent@{TestGateway.Domain}";
    private const string Boss = "boss@partner.example";
    private const string Tester = "tester@inside.example";

    [Fact]
    public async Task Redirected_mail_goes_to_one_address_names_its_recipient_and_is_answered_as_ever()
    {
        await using var gateway = await DeskAsync();
        await SetAsync(gateway, "mail.redirect.to", Tester);
        await SetAsync(gateway, "mail.mode", "redirect");
        var thread = await SendAsync(gateway);

        var deliveries = await gateway.DeliveriesAsync(thread);
        Assert.Equal([Agent, Boss], deliveries.Select(delivery => delivery.Recipient).Order());
        Assert.All(deliveries, delivery => Assert.Equal(DeliveryState.Sent, delivery.State));
        Assert.All(deliveries, delivery => Assert.Equal(Tester, delivery.RedirectedTo));
        Assert.All(gateway.Catcher.Mails, mail => Assert.Equal([Tester], mail.Envelope.Recipients));
        // A bounce of the tester's must not count against those whom the mail was for.
        Assert.All(gateway.Catcher.Mails, mail => Assert.Equal($"bounce@{TestGateway.Domain}", mail.Envelope.From));
        var sent = gateway.Sent;
        Assert.Equal(
            [$"[to {Agent}] Printer", $"[to {Boss}] Printer"],
            sent.Select(mail => mail.Subject).Order(StringComparer.Ordinal)
        );
        Assert.All(sent, mail => Assert.Equal([Tester], mail.GetRecipients().Select(to => to.Address)));
        Assert.All(sent, mail => Assert.False(mail.Headers.Contains("List-Unsubscribe")));

        await gateway.PushAsync(Mails.ReplyTo(sent[0], $"Anna Agent <{Agent}>", "We look into it."));
        await gateway.DrainAsync();
        Assert.Equal(["Printer", "Printer"], (await gateway.MessagesAsync(thread)).Select(one => one.Thread.Subject));
    }

    [Fact]
    public async Task Mail_to_others_than_the_list_names_is_held_with_the_reason_until_it_is_released()
    {
        await using var gateway = await DeskAsync();
        await SetAsync(gateway, "mail.allowlist", $"someone@else.example, {TestGateway.Domain}");
        await SetAsync(gateway, "mail.mode", "allowlist");
        var thread = await SendAsync(gateway);

        var deliveries = (await gateway.DeliveriesAsync(thread)).ToDictionary(delivery => delivery.Recipient);
        Assert.Equal(DeliveryState.Sent, deliveries[Agent].State);
        Assert.Equal((DeliveryState.Waiting, DeliveryProblem.Held), (deliveries[Boss].State, deliveries[Boss].Problem));
        var item = Assert.Single(await gateway.Get<AttentionStore>().ListAsync(10, default));
        Assert.Equal(AttentionKind.Held, item.Kind);
        Assert.Contains($"mail.allowlist does not name {Boss}", item.Reason, StringComparison.Ordinal);

        await SetAsync(gateway, "mail.mode", "live");
        Assert.Equal(1, await gateway.Get<HeldMail>().ReleaseAllAsync(default));
        await gateway.DrainAsync();
        Assert.Equal([Agent, Boss], gateway.Catcher.Mails.Select(mail => mail.Envelope.Recipients.Single()).Order());
    }

    [Fact]
    public async Task A_mode_needs_its_parameter_which_then_cannot_be_taken_away()
    {
        await using var gateway = await DeskAsync();
        Assert.Contains("set mail.redirect.to first", await RefusedAsync("mail.mode", "redirect"), Ordinal);
        Assert.Contains("set mail.allowlist first", await RefusedAsync("mail.mode", "allowlist"), Ordinal);
        Assert.Contains(
            "gateway's own",
            await RefusedAsync("mail.redirect.to", $"support@{TestGateway.Domain}"),
            Ordinal
        );

        await SetAsync(gateway, "mail.redirect.to", Tester);
        await SetAsync(gateway, "mail.mode", "redirect");
        var parameter = ParameterCatalog.Find("mail.redirect.to")!;
        var reset = await gateway.Get<ParameterEditor>().ResetAsync(parameter, EditCondition.None, default);
        Assert.Equal(EditOutcome.Conflict, reset.Outcome);

        async Task<string> RefusedAsync(string name, string value)
        {
            var result = await PutAsync(gateway, name, value);
            Assert.Equal(EditOutcome.Invalid, result.Outcome);
            return Assert.Single(result.Findings.Errors).Message;
        }
    }

    [Fact]
    public async Task The_explanation_says_what_the_mode_would_do()
    {
        await using var gateway = await DeskAsync();
        var question = new OutboundQuestion { From = Agent, To = "carl@customer.example" };
        await SetAsync(gateway, "mail.allowlist", TestGateway.Domain);
        await SetAsync(gateway, "mail.redirect.to", Tester);

        var live = await ExplainAsync();
        await SetAsync(gateway, "mail.mode", "allowlist");
        var listed = await ExplainAsync();
        await SetAsync(gateway, "mail.mode", "redirect");
        var redirected = await ExplainAsync();

        Assert.Equal(("live", null, null), (live.Mode, live.Held, live.RedirectedTo));
        Assert.Equal(
            ("allowlist", "mail.mode is allowlist, and mail.allowlist does not name carl@customer.example."),
            (listed.Mode, listed.Held)
        );
        Assert.Equal(("redirect", null, Tester), (redirected.Mode, redirected.Held, redirected.RedirectedTo));

        async Task<OutboundExplanation> ExplainAsync() =>
            (await gateway.Get<OutboundExplanations>().ExplainAsync(question, default)).Explanation!;
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static async Task<TestGateway> DeskAsync()
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway
            .Get<PeopleStore>()
            .PutContactAsync(new Contact { Address = Boss, Internal = true }, null, false, default);
        await gateway.PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "support",
                Model = "helpdesk.ticket",
                Followers = [Agent, Boss],
            }
        );
        return gateway;
    }

    private static async Task SetAsync(TestGateway gateway, string name, string value) =>
        Assert.Equal(EditOutcome.Replaced, (await PutAsync(gateway, name, value)).Outcome);

    private static async Task<EditResult<ParameterState>> PutAsync(TestGateway gateway, string name, string value)
    {
        var parameter = ParameterCatalog.Find(name)!;
        var result = await gateway.Get<ParameterEditor>().PutAsync(parameter, value, EditCondition.None, default);
        gateway.Time.Advance(TimeSpan.FromSeconds(2));
        return result;
    }

    private static async Task<ThreadKey> SendAsync(TestGateway gateway)
    {
        var mail = Mails.New("carl@customer.example", $"support@{TestGateway.Domain}", "Printer");
        var id = await gateway.PushAsync(mail);
        await gateway.DrainAsync();
        return Assert.Single((await gateway.JournalAsync(id)).Threads);
    }
}
