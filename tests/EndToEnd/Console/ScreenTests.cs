using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace Postern.Tests.Console;

/// <summary>Each screen does what it is for.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed class ScreenTests(ConsoleHost host)
{
    [SkippableFact]
    public async Task Home_says_how_the_gateway_is_and_leads_through_the_first_set_up()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync();
        var setup = window.Page.Locator(".steps li");

        await Assertions.Expect(setup).ToHaveCountAsync(5);
        await Assertions.Expect(setup.Filter(new() { HasText = "A domain" })).ToContainTextAsync("Done");
        await Assertions.Expect(setup.Filter(new() { HasText = "A mailbox" })).ToContainTextAsync("Open");
        await Assertions
            .Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Add a mailbox" }))
            .ToHaveAttributeAsync("href", "#/incoming/new");
        await Assertions.Expect(window.Page.Locator(".health")).ToContainTextAsync("The gateway is well: mail flows.");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Table)).ToHaveCountAsync(1);
        await Assertions
            .Expect(window.Page.GetByRole(AriaRole.Cell, new() { Name = "Default server" }))
            .ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task Home_says_that_mail_is_held_and_is_read_again_while_it_is_seen()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync();
        var banner = window.Page.GetByText("Mail is held: nothing leaves.");
        await Assertions.Expect(banner).ToBeHiddenAsync();

        await ConsoleData.PutAsync(host.Server.Api, "parameters/mail.mode", new { value = "hold" });
        try
        {
            await Assertions.Expect(banner).ToBeVisibleAsync();
            await window.Page.GetByRole(AriaRole.Link, new() { Name = "See the parameter mail.mode" }).ClickAsync();
            await Assertions.Expect(window.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        }
        finally
        {
            await ConsoleData.PutAsync(host.Server.Api, "parameters/mail.mode", new { value = "live" });
        }
    }

    [SkippableFact]
    public async Task A_parameter_is_changed_a_wrong_value_is_explained_at_its_field_and_the_change_is_taken_back()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync("parameters");
        await window.Field("Search").FillAsync("mail.retry");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Cell, new() { Name = "1 to 30" })).ToBeVisibleAsync();

        await window.Button("Change mail.retry.days").ClickAsync();
        await window.Field("Value").FillAsync("31");
        await window.Button("Save").ClickAsync();
        await Assertions.Expect(window.Page.Locator(".field .error")).ToContainTextAsync("from 1 to 30");
        await Assertions.Expect(window.Field("Value")).ToBeFocusedAsync();
        await window.Field("Value").FillAsync("9");
        await window.Button("Save").ClickAsync();

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        Assert.Equal("9", await ValueAsync("mail.retry.days"));
        await window.Button("Undo").ClickAsync();
        await Assertions.Expect(window.Page.GetByText("mail.retry.days is as it was.")).ToBeVisibleAsync();
        Assert.Equal("3", await ValueAsync("mail.retry.days"));
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task A_parameter_that_somebody_else_has_changed_is_not_overwritten()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync("parameters?q=mail.fetch.batch");
        await window.Button("Change mail.fetch.batch").ClickAsync();
        await window.Field("Value").FillAsync("50");

        await ConsoleData.PutAsync(host.Server.Api, "parameters/mail.fetch.batch", new { value = "60" });
        await window.Button("Save").ClickAsync();

        await Assertions
            .Expect(window.Page.GetByRole(AriaRole.Alert))
            .ToContainTextAsync("Somebody else has changed it");
        Assert.Equal("60", await ValueAsync("mail.fetch.batch"));
    }

    [SkippableFact]
    public async Task A_mail_is_explained_on_both_ways_rule_by_rule_from_its_addresses_and_from_its_source()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync("try");
        await window.Field("From (required)").FillAsync("bob@elsewhere.example");
        await window.Field("To (required)").FillAsync(ConsoleData.Support);
        await window.Button("Explain").ClickAsync();

        var received = window.Page.Locator("section", new() { HasText = "If it arrives here" });
        await Assertions.Expect(received.Locator("li.hit code")).ToHaveTextAsync("Alias");
        await Assertions.Expect(received).ToContainTextAsync("a new one of the model helpdesk.ticket");
        var sent = window.Page.Locator("section", new() { HasText = "If it is sent from here" });
        await Assertions.Expect(sent).ToContainTextAsync($"notifications@{ConsoleData.Domain}");
        await Assertions.Expect(sent.Locator("li.hit")).ToContainTextAsync("Default server");

        await window.Page.GetByRole(AriaRole.Tab, new() { Name = "A whole mail" }).ClickAsync();
        await window
            .Field("The mail")
            .FillAsync(
                $"From: Bob <bob@elsewhere.example>\nTo: nobody@{ConsoleData.Domain}\nSubject: Hello\n\nHello\n"
            );
        await window.Button("Explain").ClickAsync();
        await Assertions.Expect(received.Locator(".badge").First).ToHaveTextAsync("Would be refused");
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task What_the_gateway_refuses_to_explain_is_said_in_words_and_at_its_field()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync("try");
        await window.Field("From (required)").FillAsync("bob@elsewhere.example");
        await window.Field("To (required)").FillAsync("no address");
        await window.Button("Explain").ClickAsync();

        var sent = window.Page.Locator("section", new() { HasText = "If it is sent from here" });
        await Assertions.Expect(sent.Locator(".note.bad")).ToContainTextAsync("is not one e-mail address");
        await Assertions.Expect(window.Field("To (required)")).ToHaveAttributeAsync("aria-invalid", "true");
    }

    [SkippableFact]
    public async Task A_caught_mail_is_shown_as_html_text_headers_and_raw_and_as_wide_as_a_phone()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync("caught");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = ConsoleData.Subject }).Last.ClickAsync();

        var frame = window.Page.FrameLocator("iframe");
        await Assertions.Expect(frame.GetByText("burns", new() { Exact = true })).ToBeVisibleAsync();
        await window.Field("As wide as a phone").CheckAsync();
        Assert.Equal(375, (await window.Page.Locator("iframe").BoundingBoxAsync())!.Width);
        await window.Page.GetByRole(AriaRole.Tab, new() { Name = "Text" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync("It burns");
        await window.Page.GetByRole(AriaRole.Tab, new() { Name = "Headers" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync(ConsoleData.Subject);
        await window.Page.GetByRole(AriaRole.Tab, new() { Name = "Raw" }).ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync("MIME-Version: 1.0");
    }

    private async Task<string> ValueAsync(string parameter)
    {
        var answer = await host.Server.Api.GetStringAsync(new Uri($"parameters/{parameter}", UriKind.Relative));
        return JsonNode.Parse(answer)!["value"]!.GetValue<string>();
    }
}
