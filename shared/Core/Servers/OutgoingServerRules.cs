using Postern.Contracts.Http;
using Postern.Core.Validation;

namespace Postern.Core.Servers;

/// <summary>What a server record must be like to be saved (P6, P8, P16).</summary>
public static class OutgoingServerRules
{
    private const int LongestName = 200;

    /// <summary>Looks at every field.</summary>
    public static Findings Validate(OutgoingServer server) =>
        new()
        {
            Errors =
            [
                .. Named(server),
                .. Reached(server),
                .. Filtered(server),
                .. Limited(server),
                .. Authenticated(server),
            ],
            Warnings = [.. PortWarnings(server), .. SecurityWarnings(server)],
        };

    private static IEnumerable<FieldMessage> Named(OutgoingServer server)
    {
        if (string.IsNullOrWhiteSpace(server.Name))
            yield return new("name", "A server needs a name.");
        else if (server.Name.Length > LongestName)
            yield return new("name", $"The name is longer than {LongestName} characters.");
        if (server.UserName is { } user && (user.Length == 0 || user.Any(char.IsControl)))
            yield return new(
                "userName",
                "The user name is empty or holds a control character; leave it out for no authentication."
            );
    }

    private static IEnumerable<FieldMessage> Reached(OutgoingServer server)
    {
        if (string.IsNullOrWhiteSpace(server.Host))
            yield return new("host", "A server needs a host name or an IP address.");
        else if (!IsHost(server.Host))
            yield return new(
                "host",
                $"'{server.Host}' is not a host name or an IP address; protocol and port do not belong here."
            );
        if (server.Port is < 1 or > 65535)
            yield return new("port", $"{server.Port} is not a port; it is a number from 1 to 65535.");
        if (!Enum.IsDefined(server.Security))
            yield return new("security", $"{server.Security} is not a kind of connection security.");
    }

    private static IEnumerable<FieldMessage> Authenticated(OutgoingServer server)
    {
        if (!Enum.IsDefined(server.Authentication))
            yield return new("authentication", $"{server.Authentication} is no kind of authentication.");
        if (server.Authentication == ServerAuthentication.Password && server.OAuth is not null)
            yield return new("oauth", "is of use with the authentication xoauth2 only.");
        if (server.Authentication != ServerAuthentication.Xoauth2)
            yield break;
        if (server.UserName is null)
            yield return new("userName", "is needed with xoauth2: the mailbox that mail is sent as.");
        if (server.OAuth is null)
            yield return new("oauth", "is needed with xoauth2: tokenEndpoint, clientId, and usually scope.");
        foreach (var error in server.OAuth is { } settings ? OAuthRules.Errors(settings) : [])
            yield return error;
    }

    private static IEnumerable<FieldMessage> Filtered(OutgoingServer server) =>
        FromFilter.Parse(server.FromFilter).Errors.Select(error => new FieldMessage("fromFilter", error));

    private static IEnumerable<FieldMessage> Limited(OutgoingServer server) =>
        from limit in new (string Field, int? Value)[]
        {
            ("dailyLimit", server.DailyLimit),
            ("ratePerMinute", server.RatePerMinute),
            ("connections", server.Connections),
        }
        where limit.Value < 1
        select new FieldMessage(limit.Field, $"{limit.Value} would let nothing through; leave it out for no limit.");

    private static IEnumerable<FieldMessage> PortWarnings(OutgoingServer server)
    {
        if (server.Port == 25)
            yield return new(
                "port",
                "Port 25 is blocked by most hosting platforms, Azure among them; use 465, 587 or 2525."
            );
        if (server is { Port: 465, Security: ConnectionSecurity.StartTls or ConnectionSecurity.StartTlsWhenAvailable })
            yield return new("security", "Port 465 usually speaks TLS from the first byte (RFC 8314), not STARTTLS.");
        if (server is { Port: 25 or 587, Security: ConnectionSecurity.Tls })
            yield return new("security", $"Port {server.Port} usually speaks STARTTLS, not TLS from the first byte.");
    }

    private static IEnumerable<FieldMessage> SecurityWarnings(OutgoingServer server)
    {
        if (server is { Security: ConnectionSecurity.None, UserName: not null })
            yield return new("security", "Without TLS the password can be read on the way.");
        if (server is { Security: ConnectionSecurity.StartTlsWhenAvailable, UserName: not null })
            yield return new(
                "security",
                "Where the server does not offer STARTTLS, the password can be read on the way."
            );
        if (server is { VerifyCertificate: false, Security: not ConnectionSecurity.None })
            yield return new("verifyCertificate", "Whoever stands between can pretend to be the server.");
    }

    private static bool IsHost(string host) =>
        host == host.Trim() && Uri.CheckHostName(host) is not UriHostNameType.Unknown;
}
