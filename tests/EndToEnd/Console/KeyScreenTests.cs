using Microsoft.Playwright;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>Keys, and the list of who changed what with them.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed class KeyScreenTests(ConsoleHost host)
{
    [SkippableFact]
    public async Task A_key_is_made_shown_once_used_to_sign_in_and_refused_after_it_was_revoked()
    {
        await using var admin = await host.OpenAsync();
        await admin.SignInAsync("keys");
        await admin.Button("Make a key").ClickAsync();
        await Assertions.Expect(admin.Page.Locator("#keys-name-error")).ToBeVisibleAsync();
        await admin.Page.Locator("#keys-name").FillAsync("Shop <img src=x onerror=window.__xss=1>");
        await admin.Button("Make a key").ClickAsync();
        var key = await admin.Page.Locator(".note.ok code").TextContentAsync();

        await using var reader = await host.OpenAsync();
        await reader.Page.GotoAsync(host.Server.ConsoleAddress);
        await reader.Field("Key").FillAsync(key!);
        await reader.Button("Sign in").ClickAsync();
        await Assertions.Expect(reader.Heading).ToHaveTextAsync("Home");
        await Assertions.Expect(reader.Page.Locator(".foot")).ToContainTextAsync("which may read");
        await Assertions
            .Expect(reader.Page.GetByRole(AriaRole.Link, new() { Name = "Keys", Exact = true }))
            .ToHaveCountAsync(0);
        await reader.ShowAsync("aliases/main/support");
        await Assertions.Expect(reader.Button("Delete")).ToHaveCountAsync(0);
        await reader.ShowAsync($"people/{ConsoleData.Agent}");
        await Assertions.Expect(reader.Page.GetByText("Data of the person")).ToHaveCountAsync(0);

        await admin.ShowAsync("audit");
        await admin.ShowAsync("keys");
        await Assertions.Expect(admin.Page.GetByText(key!)).ToHaveCountAsync(0);
        await admin.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke the key “Shop" }).ClickAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Within a minute");
        await admin
            .Page.GetByRole(AriaRole.Dialog)
            .GetByRole(AriaRole.Button, new() { Name = "Revoke", Exact = true })
            .ClickAsync();
        await Assertions
            .Expect(admin.Page.GetByRole(AriaRole.Row, new() { Name = "Shop" }))
            .ToContainTextAsync("Revoked");

        await Eventually.TrueAsync(() => IsRefusedAsync(reader));
        Assert.Equal(0, await reader.Page.EvaluateAsync<int>("sessionStorage.length"));
        Assert.Empty(admin.Incidents);
        Assert.Empty(reader.Incidents);
    }

    [SkippableFact]
    public async Task A_change_is_listed_with_its_key_and_what_was_before_and_after()
    {
        await ConsoleData.PutAsync(host.Server.Api, "models/audited", new { followCc = false });
        await ConsoleData.PutAsync(host.Server.Api, "models/audited", new { followCc = true });
        await using var window = await host.OpenAsync();
        await window.SignInAsync("audit");

        var change = window.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "models/audited" }).First;
        await Assertions.Expect(change).ToContainTextAsync("Changed");
        await Assertions.Expect(change).ToContainTextAsync("Console");
        await Assertions.Expect(change.Locator("li")).ToContainTextAsync("followCc");
        await Assertions.Expect(change.Locator("del")).ToHaveTextAsync("false");
        await Assertions.Expect(change.Locator("ins")).ToHaveTextAsync("true");
        await change.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(window.Heading).ToHaveTextAsync("audited");
    }

    private static async Task<bool> IsRefusedAsync(ConsoleWindow window)
    {
        await window.Page.ReloadAsync();
        var refused = window.Page.Locator("main.signin .note.bad");
        await Assertions.Expect(window.Page.Locator("main#screen[aria-busy=false]").Or(refused)).ToBeVisibleAsync();
        return await refused.CountAsync() > 0;
    }
}
