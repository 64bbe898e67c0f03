using Microsoft.Playwright;

namespace Postern.Tests.Console;

/// <summary>What became of a mail, why, and what a person does about it.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed class JournalTests(ConsoleHost host, MailDesk desk)
{
    [SkippableFact]
    public async Task Somebody_finds_out_why_a_mail_was_refused_mends_it_and_has_it_decided_about_again()
    {
        await using var window = await host.OpenAsync(desk);
        var (sender, alias) = (MailDesk.NewAddress("ann"), $"sales-{Guid.NewGuid():N}");
        await desk.TakeInAsync($"Ann <{sender}>", $"{alias}@{ConsoleData.Domain}", "An offer, please");
        await window.SignInAsync("journal");

        await window.Field("Address").FillAsync(sender);
        await window.Button("Search").ClickAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "An offer, please" }).ClickAsync();
        var verdict = window.Page.Locator(".verdict");
        await Assertions.Expect(verdict).ToContainTextAsync($"Refused Nothing takes mail to {alias}@");
        var rules = window.Page.Locator(".timeline .reasons li");
        await Assertions.Expect(rules.Filter(new() { HasText = "Alias" }).First).ToContainTextAsync("Did not apply");
        await Assertions.Expect(rules.Last).ToContainTextAsync("Unroutable");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Tabpanel)).ToContainTextAsync("Please help.");
        await ConsoleData.PutAsync(
            desk.Server.Api,
            $"aliases/main/{alias}",
            new { model = MailDesk.Model, followers = new[] { ConsoleData.Agent } }
        );

        await window.Button("Explain now").ClickAsync();
        await Assertions.Expect(window.Page.Locator("#explained .badge")).ToHaveTextAsync("Would be posted");
        await Assertions.Expect(verdict).ToContainTextAsync("Refused");
        await window.Button("Decide again").ClickAsync();
        await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Decide again" }).ClickAsync();

        await Assertions.Expect(verdict).ToContainTextAsync("On a thread");
        await Assertions.Expect(window.Page.GetByText("The mail is on a thread now.")).ToBeVisibleAsync();
        var posted = window.Page.Locator(".timeline > li").Last;
        await Assertions.Expect(posted).ToContainTextAsync($"Posted on {MailDesk.Model}");
        await Assertions.Expect(posted.Locator(".recipients")).ToContainTextAsync(ConsoleData.Agent);
        await Assertions.Expect(window.Button("Decide again")).ToBeHiddenAsync();
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task A_mail_is_attached_to_a_thread_by_keyboard_and_one_that_is_not_there_is_said_at_once()
    {
        await using var window = await host.OpenAsync(desk);
        var thread = await desk.NewThreadAsync(MailDesk.NewAddress("ann"), "The printer");
        var mail = await desk.TakeInAsync(
            MailDesk.NewAddress("bob"),
            $"nobody-{Guid.NewGuid():N}@{ConsoleData.Domain}",
            "Once more about the printer"
        );
        await window.SignInAsync($"journal/{mail["id"]}");

        await window.Button("Attach to a thread").FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Dialog).ToContainTextAsync("the followers are notified");
        await Assertions.Expect(window.Field("Model (required)")).ToBeFocusedAsync();
        await window.Page.Keyboard.TypeAsync(MailDesk.Model);
        await window.Page.Keyboard.PressAsync("Tab");
        await window.Page.Keyboard.TypeAsync("no-such-record");
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("thread");
        Assert.Equal("refused", MailDesk.StateOf(await desk.GetAsync($"mails/{mail["id"]}")));
        await window.Field("Id of the record (required)").FillAsync(thread.Split('/')[^1]);
        await window.Page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(window.Page.Locator(".verdict")).ToContainTextAsync("On a thread");
        await window.Page.Locator(".timeline").GetByRole(AriaRole.Link).Last.ClickAsync();
        await Assertions.Expect(window.Heading).ToHaveTextAsync("The printer");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Article)).ToHaveCountAsync(2);
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task Mails_are_found_by_subject_state_day_and_message_id_and_a_wrong_address_is_explained_beside_the_search()
    {
        await using var window = await host.OpenAsync(desk);
        var word = $"{Guid.NewGuid():N}";
        var mail = await desk.TakeInAsync(MailDesk.NewAddress("ann"), ConsoleData.Support, $"About {word} today");
        await desk.TakeInAsync(MailDesk.NewAddress("ann"), $"{word}@{ConsoleData.Domain}", $"On {word}, too");
        await window.SignInAsync($"journal?subject={word}");
        var found = window.Page.Locator("tbody tr");
        await Assertions.Expect(found).ToHaveCountAsync(2);

        await window.Field("State").SelectOptionAsync("Refused");
        await window.Button("Search").ClickAsync();
        await Assertions.Expect(found).ToHaveCountAsync(1);
        await window.Page.GoBackAsync();
        await Assertions.Expect(found).ToHaveCountAsync(2);
        await window.ShowAsync($"journal?messageId={mail["messageId"]}");
        await Assertions.Expect(found).ToContainTextAsync($"About {word} today");
        await window.ShowAsync($"journal?subject={word}&to=2020-01-01");
        await Assertions.Expect(window.Page.GetByText("No mail was found.")).ToBeVisibleAsync();

        await window.ShowAsync("journal?address=no-address");
        await Assertions.Expect(window.Page.Locator("main .note.warn")).ToContainTextAsync("must be an e-mail address");
        await Assertions.Expect(window.Field("Address")).ToHaveValueAsync("no-address");
    }
}
