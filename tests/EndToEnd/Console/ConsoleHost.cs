using Microsoft.Playwright;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>A devhost with the console and a desk that has got mail, and a browser to open it in.</summary>
public sealed class ConsoleHost : IAsyncLifetime
{
    private const string Chromium = "/usr/bin/chromium";

    /// <summary>Why nothing can be tested here; null when it can.</summary>
    public static string? Missing { get; } =
        File.Exists(Chromium) ? null : $"{Chromium} is not installed (apt-get install chromium)";

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private ConsoleServer? _server;

    internal ConsoleServer Server => _server!;

    public async Task InitializeAsync()
    {
        if (Missing is not null)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            // Root, as in a container, has no sandbox of Chromium's.
            new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] }
        );
        _server = await ConsoleServer.StartAsync((await Azurite.SharedAsync()).NewAccount());
        await ConsoleData.WriteAsync(_server);
    }

    /// <summary>A window of its own, without cookies and storage of others.</summary>
    internal Task<ConsoleWindow> OpenAsync(WindowOptions? options = null)
    {
        Skip.IfNot(Missing is null, Missing);
        return OpenAsync(Server, options);
    }

    /// <summary>A window on the devhost of another desk.</summary>
    internal Task<ConsoleWindow> OpenAsync(MailDesk desk, WindowOptions? options = null)
    {
        Skip.IfNot(Missing is null, Missing);
        return OpenAsync(desk.Server, options);
    }

    /// <summary>A window on another devhost.</summary>
    internal Task<ConsoleWindow> OpenAsync(ConsoleServer server, WindowOptions? options = null) =>
        ConsoleWindow.OpenAsync(_browser!, server, options ?? new());

    public async Task DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
