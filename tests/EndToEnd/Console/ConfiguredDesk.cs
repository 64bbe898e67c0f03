using System.Net.Http.Json;
using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>A devhost on which everything is configured, by somebody who tries to run in the pages that show it.</summary>
public sealed class ConfiguredDesk : IAsyncLifetime
{
    /// <summary>What stands wherever a text may stand.</summary>
    public const string Hostile =
        "<img src=x onerror=\"window.__xss='setup'\">'\"></textarea><script>window.__xss='setup'</script>";

    private ConsoleServer? _server;

    internal ConsoleServer Server => _server!;

    public async Task InitializeAsync()
    {
        if (ConsoleHost.Missing is not null)
            return;
        _server = await ConsoleServer.StartAsync((await Azurite.SharedAsync()).NewAccount());
        await ConsoleData.SetUpAsync(_server.Api);
        foreach (var (path, body) in Configuration(_server.SmtpPort))
            await ConsoleData.PutAsync(_server.Api, path, body);
        using var key = await _server.Api.PostAsJsonAsync(
            new Uri("alias-domains/main/dkim", UriKind.Relative),
            new { selector = "desk1" }
        );
        key.EnsureSuccessStatusCode();
    }

    public async Task DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
    }

    private static IEnumerable<(string Path, object Body)> Configuration(int smtpPort) =>
        [
            (
                "outgoing-servers/main",
                new
                {
                    name = Hostile,
                    host = "127.0.0.1",
                    port = smtpPort,
                    security = "none",
                    fromFilter = ConsoleData.Domain,
                    dailyLimit = 100,
                }
            ),
            (
                "outgoing-servers/off",
                new
                {
                    name = Hostile,
                    host = "smtp.example.com",
                    userName = Hostile,
                    password = "secret",
                    active = false,
                }
            ),
            (
                "incoming-servers/desk",
                new
                {
                    name = Hostile,
                    host = "127.0.0.1",
                    port = 9,
                    security = "none",
                    userName = Hostile,
                    password = "secret",
                    folders = new[] { Hostile },
                }
            ),
            (
                "models/helpdesk.ticket",
                new
                {
                    notification = new
                    {
                        html = "{message} <img src=x onerror=\"window.__xss='model'\">",
                        subject = Hostile,
                    },
                }
            ),
            (
                "aliases/main/support",
                new
                {
                    model = "helpdesk.ticket",
                    defaults = new { note = Hostile },
                    contactPolicy = "partners",
                    refusalText = Hostile,
                    followers = new[] { ConsoleData.Agent },
                }
            ),
            ("alias-domains/old", new { name = "old.example" }),
            ("alias-domains/old", new { name = "new.example", language = "ro" }),
            ("alias-domains/main/texts", new { own = new { en = new { open = Hostile } } }),
            ("blacklist/bob@customer.example", new { note = Hostile }),
            ("allowed-senders/bob@customer.example", new { note = Hostile }),
        ];
}
