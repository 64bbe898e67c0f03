using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Postern.Tests.Console;

[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed partial class SignInTests(ConsoleHost host)
{
    [SkippableFact]
    public async Task A_link_signs_in_and_its_key_leaves_the_address_at_once()
    {
        await using var window = await host.OpenAsync();

        await window.Page.GotoAsync($"{host.Server.ConsoleAddress}#key={host.Server.Key}");

        await Assertions.Expect(window.Heading).ToHaveTextAsync("Home");
        Assert.DoesNotContain(host.Server.Key, window.Page.Url, StringComparison.Ordinal);
        Assert.Equal(1, await window.Page.EvaluateAsync<int>("history.length - 1"));
        Assert.Empty(await window.Page.Context.CookiesAsync());
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Heading).ToHaveTextAsync("Home");
    }

    [SkippableFact]
    public async Task A_key_is_pasted_once_a_wrong_one_is_refused_in_words_and_signing_out_forgets_it()
    {
        await using var window = await host.OpenAsync();
        await window.Page.GotoAsync($"{host.Server.Address}/api/console");

        await window.Field("Key").FillAsync("wrong");
        await window.Button("Sign in").ClickAsync();
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not accept this key");
        await window.Field("Key").FillAsync(host.Server.Key);
        await window.Button("Sign in").ClickAsync();
        await Assertions.Expect(window.Heading).ToHaveTextAsync("Home");
        await window.Button("Sign out").ClickAsync();

        await Assertions.Expect(window.Field("Key")).ToBeVisibleAsync();
        Assert.Equal(0, await window.Page.EvaluateAsync<int>("sessionStorage.length"));
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Field("Key")).ToBeFocusedAsync();
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task The_console_speaks_the_language_of_the_browser_and_another_can_be_chosen()
    {
        await using var window = await host.OpenAsync(new() { Locale = "ro-RO" });
        await window.SignInAsync();
        await Assertions.Expect(window.Heading).ToHaveTextAsync("Acasă");
        await Assertions.Expect(window.Page.Locator("html")).ToHaveAttributeAsync("lang", "ro");

        await window.Page.Locator("#language").SelectOptionAsync("en");

        await Assertions.Expect(window.Heading).ToHaveTextAsync("Home");
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Heading).ToHaveTextAsync("Home");
    }

    [SkippableFact]
    public async Task It_is_light_or_dark_as_the_system_is_unless_it_was_chosen()
    {
        await using var window = await host.OpenAsync(new() { Scheme = ColorScheme.Dark });
        await window.SignInAsync();
        Assert.True(await BrightnessAsync(window) < 64);

        await window.Page.Locator("#theme").SelectOptionAsync("light");

        Assert.True(await BrightnessAsync(window) > 192);
    }

    [SkippableFact]
    public async Task Everything_can_be_done_with_the_keyboard_alone()
    {
        await using var window = await host.OpenAsync();
        var keyboard = window.Page.Keyboard;
        await window.Page.GotoAsync(host.Server.ConsoleAddress);
        await Assertions.Expect(window.Field("Key")).ToBeFocusedAsync();
        await keyboard.TypeAsync(host.Server.Key);
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Heading).ToHaveTextAsync("Home");

        await window.TabToAsync("Skip to the content");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Page.Locator("main#screen")).ToBeFocusedAsync();
        await window.Page.ReloadAsync();
        await Assertions.Expect(window.Heading).ToHaveTextAsync("Home");
        await window.TabToAsync("Parameters");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Heading).ToHaveTextAsync("Parameters");
        await Assertions.Expect(window.Page.Locator("main#screen")).ToBeFocusedAsync();
        await window.TabToAsync("Change mail.retry.days");
        await keyboard.PressAsync("Enter");
        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await Assertions.Expect(window.Field("Value")).ToBeFocusedAsync();
        await keyboard.PressAsync("Escape");

        await Assertions.Expect(window.Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await Assertions.Expect(window.Button("Change mail.retry.days")).ToBeFocusedAsync();
        await window.ShowAsync("try");
        await window.Page.GetByRole(AriaRole.Tab, new() { Name = "From and To" }).FocusAsync();
        await keyboard.PressAsync("ArrowRight");
        await Assertions
            .Expect(window.Page.GetByRole(AriaRole.Tab, new() { Name = "A whole mail" }))
            .ToBeFocusedAsync();
        await Assertions.Expect(window.Field("The mail")).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task On_a_phone_the_navigation_opens_and_closes()
    {
        await using var window = await host.OpenAsync(WindowOptions.Phone);
        await window.SignInAsync();
        var parameters = window.Page.GetByRole(AriaRole.Link, new() { Name = "Parameters", Exact = true });
        await Assertions.Expect(parameters).ToBeHiddenAsync();

        await window.Button("Menu").ClickAsync();
        await parameters.ClickAsync();

        await Assertions.Expect(window.Heading).ToHaveTextAsync("Parameters");
        await Assertions.Expect(parameters).ToBeHiddenAsync();
    }

    private static async Task<double> BrightnessAsync(ConsoleWindow window)
    {
        var colour = await window.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");
        return Number()
            .Matches(colour)
            .Select(part => int.Parse(part.Value, CultureInfo.InvariantCulture))
            .Take(3)
            .Average();
    }

    [GeneratedRegex(@"\d+")]
    private static partial Regex Number();
}
