using Postern.Contracts.Http;

namespace Postern.Core.Configuration;

/// <summary>Settings of an incoming server that are allowed and probably not intended.</summary>
internal static class IncomingServerWarnings
{
    public static IEnumerable<FieldMessage> Of(IncomingServer server, GatewayConfiguration configuration) =>
        [.. SecurityWarnings(server), .. MailWarnings(server, configuration)];

    /// <summary>What a change means for the mail that was fetched so far.</summary>
    public static IEnumerable<FieldMessage> OfChange(IncomingServer server, IncomingServer before)
    {
        if (before.Active && !server.Active)
            yield return new("active", "is false: no mail is fetched from it any more");
        if ((before.Host, before.UserName) != (server.Host, server.UserName))
            yield return new("host", "is another mailbox: test and confirm it (POST /api/incoming-servers/{id}/test)");
        var left = before.Folders.Except(server.Folders).ToList();
        if (left.Count > 0)
            yield return new("folders", $"changes: no mail is fetched from {string.Join(", ", left)} any more");
    }

    private static IEnumerable<FieldMessage> SecurityWarnings(IncomingServer server)
    {
        if (server.Security == ConnectionSecurity.None)
            yield return new("security", "Without TLS the password and all mail can be read on the way.");
        if (server is { VerifyCertificate: false, Security: not ConnectionSecurity.None })
            yield return new("verifyCertificate", "Whoever stands between can pretend to be the server.");
        if (server is { Port: 993 or 995, Security: not ConnectionSecurity.Tls })
            yield return new("security", $"Port {server.Port} usually speaks TLS from the first byte (RFC 8314).");
        if (server is { Port: 143 or 110, Security: ConnectionSecurity.Tls })
            yield return new("security", $"Port {server.Port} usually speaks STARTTLS, not TLS from the first byte.");
    }

    private static IEnumerable<FieldMessage> MailWarnings(IncomingServer server, GatewayConfiguration configuration)
    {
        var twin = configuration.IncomingServers.FirstOrDefault(other => FetchesSameFolder(other, server));
        if (server.Active && twin is not null)
        {
            var text = $"The incoming server '{twin.Id}' fetches this mailbox as well; its mail comes in twice.";
            yield return new("userName", text);
        }
        foreach (var address in server.Addresses.Where(address => !OwnAddresses.IsOurs(configuration, address)))
            yield return new(
                "addresses",
                $"No alias, catchall or bounce address is {address}: nothing takes its mail."
            );
        if (server.UnseenOnly)
        {
            const string Text = "A mail that another client has read before the gateway comes by is not taken in.";
            yield return new("unseenOnly", Text);
        }
        if (server.FallbackModel is { } model && configuration.FallbackModelOf(server) is null)
        {
            var text = $"There are no settings for the model '{model}'; check the spelling if there should be.";
            yield return new("fallbackModel", text);
        }
    }

    private static bool FetchesSameFolder(IncomingServer other, IncomingServer server) =>
        other.Id != server.Id
        && other.Active
        && other.Host == server.Host
        && other.UserName == server.UserName
        && other.Folders.Intersect(server.Folders).Any();
}
