using System.Diagnostics;
using System.Globalization;
using Microsoft.Playwright;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Console;

/// <summary>What holds of every screen, and of what it leads to, while a hostile mail is in all of them.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed class EveryScreenTests(ConsoleHost host, ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Nothing_of_a_hostile_mail_runs_or_is_loaded_on_any_screen()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync();

        var visited = await EveryScreen.VisitAsync(
            window,
            async address =>
            {
                foreach (var tab in await window.Page.GetByRole(AriaRole.Tab).AllAsync())
                    await tab.ClickAsync();
                await PressInFramesAsync(window.Page);
                Assert.Equal(
                    (address, ""),
                    (address, await window.Page.EvaluateAsync<string>("String(window.__xss ?? '')"))
                );
                Assert.StartsWith(host.Server.ConsoleAddress, window.Page.Url, StringComparison.Ordinal);
            }
        );

        Assert.Contains(visited, address => address.StartsWith("caught/", StringComparison.Ordinal));
        Assert.Empty(window.Incidents);
    }

    [SkippableFact]
    public async Task The_policy_of_the_page_stops_what_a_screen_would_let_through()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync();

        var error = await Assert.ThrowsAsync<PlaywrightException>(() =>
            window.Page.EvaluateAsync("() => { document.body.innerHTML = '<img src=x onerror=\"window.__xss = 1\">'; }")
        );

        Assert.Contains("TrustedHTML", error.Message, StringComparison.Ordinal);
        var policy = await window.Page.EvaluateAsync<string>(
            "() => { try { trustedTypes.createPolicy('other', {}); return 'made'; } catch (problem) { return problem.name; } }"
        );
        Assert.Equal("TypeError", policy);
    }

    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_screen_violates_WCAG_2_2_AA(ColorScheme scheme)
    {
        await using var window = await host.OpenAsync(new() { Scheme = scheme });
        await window.Page.GotoAsync(host.Server.ConsoleAddress);
        await Assertions.Expect(window.Field("Key")).ToBeVisibleAsync();
        Assert.Empty(await Axe.ViolationsAsync(window.Page));
        await window.SignInAsync();

        var violations = new List<string>();
        await EveryScreen.VisitAsync(
            window,
            async address =>
                violations.AddRange((await Axe.ViolationsAsync(window.Page)).Select(found => $"{address}: {found}"))
        );

        Assert.Empty(violations);
    }

    [SkippableFact]
    public async Task No_screen_is_wider_than_a_phone()
    {
        await using var window = await host.OpenAsync(WindowOptions.Phone);
        await window.SignInAsync();

        var wide = new List<string>();
        await EveryScreen.VisitAsync(
            window,
            async address =>
            {
                if (await window.Page.EvaluateAsync<int>(EveryScreen.Sideways) is > 0 and var pixels)
                    wide.Add($"{address}: {pixels}");
            }
        );

        Assert.Empty(wide);
    }

    [SkippableFact]
    public async Task The_first_screen_is_there_within_a_second()
    {
        await using var window = await host.OpenAsync();
        await window.SignInAsync();
        var watch = Stopwatch.StartNew();

        await window.Page.ReloadAsync(new() { WaitUntil = WaitUntilState.Commit });
        await Assertions.Expect(window.Page.Locator(".health")).ToBeVisibleAsync();

        output.WriteLine(
            $"First screen: {watch.Elapsed.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms"
        );
        // A second on a machine of its own; other tests may take most of this one.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [SkippableFact]
    public async Task Pictures_of_the_screens_are_drawn_when_they_are_asked_for()
    {
        Skip.IfNot(ConsoleHost.Missing is null, ConsoleHost.Missing);
        var pictures = new (string Name, string Screen, WindowOptions Options)[]
        {
            ("home-light", "home", new()),
            ("home-dark", "home", new() { Scheme = ColorScheme.Dark }),
            ("home-phone", "home", WindowOptions.Phone),
            ("try-light", $"try?from=bob@elsewhere.example&to={ConsoleData.Support}", new()),
            ("parameters-dark", "parameters", new() { Scheme = ColorScheme.Dark }),
        };
        foreach (var (name, screen, options) in pictures)
        {
            await using var window = await host.OpenAsync(options);
            await window.SignInAsync(screen);
            if (screen.StartsWith("try", StringComparison.Ordinal))
            {
                await window.Button("Explain").ClickAsync();
                await Assertions.Expect(window.Page.Locator("li.hit").First).ToBeVisibleAsync();
            }
            var picture = await window.Page.ScreenshotAsync();
            Assert.True(picture.Length > 10_000, name);
            if (Environment.GetEnvironmentVariable("POSTERN_DRAW_CONSOLE") == "yes")
                await File.WriteAllBytesAsync(Path.Combine(Repository.Root, "docs", "console", $"{name}.png"), picture);
        }
    }

    // Whoever reads a mail may press what is in it.
    private static async Task PressInFramesAsync(IPage page)
    {
        if (await page.GetByRole(AriaRole.Tab, new() { Name = "HTML" }).CountAsync() == 0)
            return;
        await page.GetByRole(AriaRole.Tab, new() { Name = "HTML" }).ClickAsync();
        foreach (var pressed in await page.FrameLocator("iframe").Locator("a, button").AllAsync())
            await pressed.DispatchEventAsync("click");
    }
}
