using Microsoft.Playwright;

namespace Postern.Tests.Console;

/// <summary>What holds of every screen when everything is configured, with hostile texts wherever a text may stand.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed class ConfiguredScreensTests(ConsoleHost host, ConfiguredDesk desk) : IClassFixture<ConfiguredDesk>
{
    [SkippableFact]
    public async Task Nothing_that_is_configured_runs_in_the_page_and_no_page_is_wider_than_a_phone()
    {
        await using var window = await OpenAsync(WindowOptions.Phone);

        var visited = await EveryScreen.VisitAsync(
            window,
            async address =>
            {
                foreach (var tab in await window.Page.GetByRole(AriaRole.Tab).AllAsync())
                {
                    await tab.ClickAsync();
                    await Assertions
                        .Expect(window.Page.Locator("main#screen"))
                        .ToHaveAttributeAsync("aria-busy", "false");
                    Assert.Equal((address, 0), (address, await window.Page.EvaluateAsync<int>(EveryScreen.Sideways)));
                }
                Assert.Equal((address, 0), (address, await window.Page.EvaluateAsync<int>(EveryScreen.Sideways)));
                Assert.Equal(
                    (address, ""),
                    (address, await window.Page.EvaluateAsync<string>("String(window.__xss ?? '')"))
                );
            }
        );

        Assert.Superset(
            new HashSet<string>
            {
                "outgoing/main",
                "outgoing/new",
                "incoming/desk",
                "aliases/main/support",
                "models/helpdesk.ticket",
                "domains/main",
                "people/bob%40customer.example",
            },
            visited.ToHashSet()
        );
        Assert.Empty(window.Incidents);
    }

    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_screen_with_something_on_it_violates_WCAG_2_2_AA(ColorScheme scheme)
    {
        await using var window = await OpenAsync(new() { Scheme = scheme });
        var violations = new List<string>();

        await EveryScreen.VisitAsync(
            window,
            async address =>
                violations.AddRange((await Axe.ViolationsAsync(window.Page)).Select(found => $"{address}: {found}"))
        );

        Assert.Empty(violations);
    }

    private async Task<ConsoleWindow> OpenAsync(WindowOptions options)
    {
        Skip.IfNot(ConsoleHost.Missing is null, ConsoleHost.Missing);
        var window = await host.OpenAsync(desk.Server, options);
        await window.SignInAsync();
        return window;
    }
}
