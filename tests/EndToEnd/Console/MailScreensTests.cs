using Microsoft.Playwright;

namespace Postern.Tests.Console;

/// <summary>The screens of mail in all their states: forms, questions, frames and lists that are open.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed class MailScreensTests(ConsoleHost host, MailDesk desk)
{
    private const string Sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    [SkippableTheory]
    [InlineData(ColorScheme.Light, 1280, "en-GB")]
    [InlineData(ColorScheme.Dark, 375, "ro-RO")]
    public async Task Nothing_that_is_open_violates_WCAG_2_2_AA_or_is_wider_than_the_window(
        ColorScheme scheme,
        int width,
        string locale
    )
    {
        await using var window = await host.OpenAsync(
            desk,
            new()
            {
                Scheme = scheme,
                Width = width,
                Locale = locale,
            }
        );
        var ann = MailDesk.NewAddress("ann");
        desk.Refused[ann] = $"550 5.1.1 <{ann}>: no such user {new string('x', 200)}";
        var thread = await desk.NewThreadAsync(
            MailDesk.NewAddress("carol"),
            $"All that is open {new string('y', 200)}"
        );
        object[] files = [new { name = $"{new string('z', 200)}.pdf", content = "JVBERi0=" }];
        await desk.PostAsync(
            thread,
            new
            {
                author = ConsoleData.Agent,
                text = "Text",
                html = "<p>HTML</p>",
                recipients = new[] { ann },
                attachments = files,
            }
        );
        var refused = await desk.TakeInAsync(ann, $"nobody@{ConsoleData.Domain}", "Refused");
        await window.SignInAsync(thread);

        var buttons = window.Page.Locator("main button");
        await window.Page.Locator("main .split .buttons button").First.ClickAsync();
        await window.Page.Locator("section.card > button").First.ClickAsync();
        await window.Page.Locator(".views button").Last.ClickAsync();
        await CheckAsync(window);
        await window.Page.Locator(".failures button").First.ClickAsync();
        await CheckAsync(window);
        await window.Page.Keyboard.PressAsync("Escape");

        await window.ShowAsync($"journal/{refused["id"]}");
        await CheckAsync(window);
        await buttons.Nth(1).ClickAsync();
        await Assertions.Expect(window.Dialog).ToBeVisibleAsync();
        await CheckAsync(window);
        await window.Page.Keyboard.PressAsync("Escape");
        await buttons.Nth(2).ClickAsync();
        await Assertions.Expect(window.Page.Locator("#explained")).ToBeFocusedAsync();
        await CheckAsync(window);

        await window.ShowAsync("attention");
        await window.Page.Locator(".items summary").First.ClickAsync();
        await window.Page.Locator(".items input").First.CheckAsync();
        await CheckAsync(window);
        await window.ShowAsync($"deliveries?recipient={ann}&server=main");
        await CheckAsync(window);
        await window.ShowAsync("threads?failed=true");
        await CheckAsync(window);
        await window.ShowAsync("journal?subject=Refused");
        await CheckAsync(window);
        Assert.Empty(window.Incidents);
    }

    private static async Task CheckAsync(ConsoleWindow window)
    {
        Assert.Equal((window.Page.Url, 0), (window.Page.Url, await window.Page.EvaluateAsync<int>(Sideways)));
        Assert.Equal(
            (window.Page.Url, ""),
            (window.Page.Url, string.Join('\n', await Axe.ViolationsAsync(window.Page)))
        );
    }
}
