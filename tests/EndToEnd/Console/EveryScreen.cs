using Microsoft.Playwright;

namespace Postern.Tests.Console;

/// <summary>Goes through the whole console, as far as its screens lead.</summary>
internal static class EveryScreen
{
    /// <summary>By how many pixels the page is wider than the window.</summary>
    public const string Sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth";

    // Of addresses that differ only in what they show: a second one may be of another kind, a tenth is more of the same.
    private const int OfAKind = 3;

    /// <summary>Opens every screen, and every address that screens link to; returns the addresses.</summary>
    public static async Task<IReadOnlyCollection<string>> VisitAsync(ConsoleWindow window, Func<string, Task> look)
    {
        var waiting = new Queue<string>(ConsoleScreens.Names);
        var (visited, kinds) = (new HashSet<string>(), new Dictionary<string, int>());
        while (waiting.TryDequeue(out var address))
        {
            var kind = KindOf(address);
            var seen = kinds.GetValueOrDefault(kind);
            if (seen >= OfAKind || !visited.Add(address))
                continue;
            kinds[kind] = seen + 1;
            await window.ShowAsync(address);
            Assert.Equal((address, 0), (address, await window.Page.Locator("main .note.bad[role=alert]").CountAsync()));
            await look(address);
            foreach (var link in await LinksAsync(window.Page))
                waiting.Enqueue(link);
        }
        return visited;
    }

    // The screen and how many segments and members of a query follow.
    private static string KindOf(string address) =>
        $"{address.Split('/', '?')[0]} {address.Count(part => part is '/')} {address.Count(part => part is '?' or '&')}";

    private static async Task<IEnumerable<string>> LinksAsync(IPage page)
    {
        var links = await page.EvaluateAsync<string[]>(
            "() => [...document.querySelectorAll('main a[href^=\"#/\"]')].map((link) => link.getAttribute('href').slice(2))"
        );
        return links.Where(link => ConsoleScreens.Names.Contains(link.Split('/', '?')[0]));
    }
}
