using System.Collections.Concurrent;
using Microsoft.Playwright;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>One window with the console, and what happened in it that must not.</summary>
internal sealed class ConsoleWindow : IAsyncDisposable
{
    // Where other tests take the machine, a step takes its time; only a failing test waits for so long.
    private const float Deadline = 60_000;

    // The shell hears of it first, and has begun to load when this ends.
    private const string Go = """
        (address) => location.hash === '#/' + address ? undefined : new Promise((done) => {
          addEventListener('hashchange', () => done(), { once: true });
          location.hash = '#/' + address;
        })
        """;

    private const int MostStops = 200;

    private const string Focus = """
        () => {
          const at = document.activeElement;
          return [at.getAttribute('aria-label') || at.textContent.trim() || at.id, getComputedStyle(at).outlineStyle];
        }
        """;

    private readonly IBrowserContext _context;
    private readonly ConsoleServer _server;
    private readonly List<string> _incidents = [];
    private readonly ConcurrentDictionary<IRequest, bool> _open = new();

    private ConsoleWindow(IBrowserContext context, IPage page, ConsoleServer server) =>
        (_context, Page, _server) = (context, page, server);

    public IPage Page { get; }

    /// <summary>Errors of scripts, dialogs that a script opened, and requests to anywhere but the devhost.</summary>
    public IReadOnlyList<string> Incidents => _incidents;

    public ILocator Heading => Page.Locator("main h1");

    /// <summary>The question that is open.</summary>
    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    public static async Task<ConsoleWindow> OpenAsync(IBrowser browser, ConsoleServer server, WindowOptions options)
    {
        var context = await browser.NewContextAsync(
            new()
            {
                ViewportSize = new() { Width = options.Width, Height = options.Height },
                ColorScheme = options.Scheme,
                Locale = options.Locale,
                TimezoneId = "Europe/Bucharest",
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        context.SetDefaultTimeout(Deadline);
        Assertions.SetDefaultExpectTimeout(Deadline);
        // Given to the page before its own scripts; no policy of the page stands in its way.
        await context.AddInitScriptAsync(Axe.Source);
        var window = new ConsoleWindow(context, await context.NewPageAsync(), server);
        window.Watch();
        return window;
    }

    /// <summary>Signs in with a link, and opens a screen.</summary>
    public async Task SignInAsync(string screen = "home")
    {
        await Page.GotoAsync($"{_server.ConsoleAddress}#key={_server.Key}");
        await Assertions.Expect(Page.Locator("main#screen")).ToBeVisibleAsync();
        await ShowAsync(screen);
    }

    /// <summary>Opens a screen, by its name and what follows it in the address, and waits until it is there.</summary>
    public async Task ShowAsync(string screen)
    {
        await Page.EvaluateAsync(Go, screen);
        await Assertions.Expect(Page.Locator("main#screen")).ToHaveAttributeAsync("aria-busy", "false");
    }

    /// <summary>Opens a screen, also one that is open, and waits until it needs nothing more.</summary>
    public async Task VisitAsync(string screen)
    {
        await Page.EvaluateAsync(Go, $"{screen}?visit={Guid.NewGuid():N}");
        await Assertions.Expect(Page.Locator("main#screen")).ToHaveAttributeAsync("aria-busy", "false");
        await Eventually.ReadAsync(
            () => string.Join(' ', _open.Where(request => request.Value).Select(request => request.Key.Url)),
            open => open.Length == 0
        );
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Field(string label) => Page.GetByLabel(label);

    /// <summary>
    /// Presses Tab until what has this label, text or id has the focus; there, as everywhere, it must be seen.
    /// </summary>
    public async Task TabToAsync(string name)
    {
        for (var stop = 0; stop < MostStops; stop++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await Page.EvaluateAsync<string[]>(Focus) is not [var label, var outline] || label != name)
                continue;
            Assert.NotEqual("none", outline);
            return;
        }
        Assert.Fail($"The keyboard does not reach '{name}'.");
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Watch()
    {
        Page.Request += (_, request) => _open[request] = AsksTheApi(request);
        Page.RequestFinished += (_, request) => _open.TryRemove(request, out bool _);
        Page.RequestFailed += (_, request) => _open.TryRemove(request, out bool _);
        Page.PageError += (_, error) => _incidents.Add($"error {error}");
        Page.Dialog += (_, dialog) =>
        {
            _incidents.Add($"dialog {dialog.Message}");
            _ = dialog.DismissAsync();
        };
        Page.Popup += (_, popup) => _incidents.Add($"window {popup.Url}");
        Page.RequestFinished += (_, request) => Suspect(request);
        Page.RequestFailed += (_, request) => Suspect(request);
    }

    // Of scripts that were loaded ahead the end is not always told.
    private bool AsksTheApi(IRequest request) =>
        !request.Url.StartsWith(_server.ConsoleAddress, StringComparison.Ordinal);

    // What the policy of the page stops begins as a request, and never leaves the browser.
    private void Suspect(IRequest request)
    {
        var inside =
            request.Url.StartsWith(_server.Address, StringComparison.Ordinal)
            || request.Url.StartsWith("data:", StringComparison.Ordinal);
        if (!inside && request.Failure != "csp")
            _incidents.Add($"request {request.Url} {request.Failure}");
    }
}
