using Microsoft.Playwright;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>What needs a person is seen to, one by one and several at once.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed class AttentionTests(ConsoleHost host, MailDesk desk)
{
    [SkippableFact]
    public async Task Several_mails_are_decided_about_again_at_once_by_keyboard_alone()
    {
        await using var window = await host.OpenAsync(desk);
        var alias = $"several-{Guid.NewGuid():N}";
        var mails = await TakeInAsync(alias, 3);
        await ConsoleData.PutAsync(desk.Server.Api, $"aliases/main/{alias}", new { model = MailDesk.Model });
        await window.SignInAsync("attention?kind=unreadPerson");
        var items = Items(window, alias);
        await Assertions.Expect(items).ToHaveCountAsync(3);
        await Assertions.Expect(items.First).ToContainTextAsync("Make an alias of the address and replay it");

        foreach (var item in await items.AllAsync())
        {
            await item.GetByRole(AriaRole.Checkbox).FocusAsync();
            await window.Page.Keyboard.PressAsync("Space");
        }
        await window.Button("Replay 3").FocusAsync();
        await window.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Dialog).ToContainTextAsync("3 items are handled again");
        await window.Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(window.Dialog).ToBeHiddenAsync();
        await Assertions.Expect(items).ToHaveCountAsync(3);
        await window.Button("Replay 3").PressAsync("Enter");
        await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Replay" }).PressAsync("Enter");

        await Assertions.Expect(window.Page.Locator("#outcome")).ToHaveTextAsync("3 were replayed.");
        await Assertions.Expect(window.Page.Locator("#outcome")).ToBeFocusedAsync();
        await Assertions.Expect(items).ToHaveCountAsync(0);
        foreach (var mail in mails)
            await Eventually.ReadAsync(
                () => desk.GetAsync($"mails/{mail}"),
                entry => MailDesk.StateOf(entry) == "routed"
            );
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task What_cannot_be_done_of_several_is_said_with_the_reason_and_stays_chosen()
    {
        await using var window = await host.OpenAsync(desk);
        var alias = $"gone-{Guid.NewGuid():N}";
        await TakeInAsync(alias, 2);
        await window.SignInAsync("attention");
        var items = Items(window, alias);
        foreach (var item in await items.AllAsync())
            await item.GetByRole(AriaRole.Checkbox).CheckAsync();
        var gone = (await desk.GetAsync("attention"))["items"]!
            .AsArray()
            .First(item => item!["reason"]!.GetValue<string>().Contains(alias, StringComparison.Ordinal))!;
        using var answer = await desk.Server.Api.PostAsync(
            new Uri($"attention/{gone["id"]}/discard", UriKind.Relative),
            null
        );
        answer.EnsureSuccessStatusCode();

        await window.Button("Discard 2").ClickAsync();
        await Assertions.Expect(window.Dialog).ToContainTextAsync("This cannot be taken back.");
        await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Discard" }).ClickAsync();

        await Assertions.Expect(window.Page.Locator("#outcome")).ToContainTextAsync("One was discarded. One was not:");
        await Assertions.Expect(items).ToHaveCountAsync(1);
        await Assertions.Expect(items.GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync();
    }

    [SkippableFact]
    public async Task A_mail_is_looked_at_in_the_list_and_attached_to_a_thread_from_there()
    {
        await using var window = await host.OpenAsync(desk);
        var alias = $"look-{Guid.NewGuid():N}";
        var thread = await desk.NewThreadAsync(MailDesk.NewAddress("ann"), "The right one");
        var mail = Assert.Single(await TakeInAsync(alias, 1));
        await window.SignInAsync("attention");
        var item = Items(window, alias);

        await item.GetByText("Look at the mail").ClickAsync();
        await Assertions.Expect(item).ToContainTextAsync("Please help.");
        await item.GetByRole(AriaRole.Button, new() { Name = "Attach to a thread" }).ClickAsync();
        await window.Field("Model (required)").FillAsync(MailDesk.Model);
        await window.Field("Id of the record (required)").FillAsync(thread.Split('/')[^1]);
        await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Attach to a thread" }).ClickAsync();

        await Assertions.Expect(window.Page.GetByText("The mail is being put on the thread.")).ToBeVisibleAsync();
        await Assertions.Expect(item).ToHaveCountAsync(0);
        await Eventually.ReadAsync(() => desk.GetAsync($"mails/{mail}"), entry => MailDesk.StateOf(entry) == "routed");
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task Mail_that_is_held_is_released_and_leaves()
    {
        await using var window = await host.OpenAsync(desk);
        var thread = await desk.NewThreadAsync(MailDesk.NewAddress("carol"), "Held");
        await ConsoleData.PutAsync(desk.Server.Api, "parameters/mail.mode", new { value = "hold" });
        try
        {
            var ann = await HoldAsync(thread);
            await window.SignInAsync("attention?kind=held");
            var item = window.Page.Locator(".items li").Filter(new() { HasText = ann });
            await item.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();
            await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();
            await Assertions.Expect(window.Page.GetByText("One was released.")).ToBeVisibleAsync();
            await Eventually.TrueAsync(() => desk.SentTo(ann).Count == 1);

            await window.Button("Release all outgoing mail that is held").ClickAsync();
            await window.Dialog.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();
            await Assertions.Expect(window.Page.GetByText("Nothing needs a person.")).ToBeVisibleAsync();
        }
        finally
        {
            await ConsoleData.PutAsync(desk.Server.Api, "parameters/mail.mode", new { value = "live" });
        }
    }

    // A parameter takes effect within a second: what is sent until then leaves.
    private async Task<string> HoldAsync(string thread)
    {
        var ann = "";
        await Eventually.TrueAsync(async () =>
        {
            ann = MailDesk.NewAddress("ann");
            await desk.PostAsync(
                thread,
                new
                {
                    author = ConsoleData.Agent,
                    text = "Hello",
                    recipients = new[] { ann },
                }
            );
            await Eventually.TrueAsync(async () => desk.SentTo(ann).Count > 0 || await IsHeldAsync(ann));
            return desk.SentTo(ann).Count == 0;
        });
        return ann;
    }

    private async Task<bool> IsHeldAsync(string recipient) =>
        (await desk.GetAsync("attention?kind=held"))["items"]!
            .AsArray()
            .Any(item => item!["reason"]!.GetValue<string>().Contains(recipient, StringComparison.Ordinal));

    private static ILocator Items(ConsoleWindow window, string alias) =>
        window.Page.Locator(".items > li").Filter(new() { HasText = alias });

    private async Task<IReadOnlyList<string>> TakeInAsync(string alias, int count)
    {
        var mails = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var entry = await desk.TakeInAsync(
                MailDesk.NewAddress($"ann{i}"),
                $"{alias}@{ConsoleData.Domain}",
                $"Question {i}"
            );
            mails.Add(entry["id"]!.GetValue<string>());
        }
        return mails;
    }
}
