using Postern.Contracts.Http;
using Postern.Core.Validation;

namespace Postern.Core.Servers;

/// <summary>Validates the fields of an outgoing server (P6, P8, P16).</summary>
public static class OutgoingServerRules
{
    private const int LongestName = 200;

    private const string UserNameRule =
        "The user name is empty or holds a control character; leave it out for no authentication.";

    private const string HostRule = "is not a host name or an IP address; protocol and port do not belong here.";
    private const string Port25 =
        "Port 25 is blocked by most hosting platforms, Azure among them; use 465, 587 or 2525.";
    private const string OptionalTls = "Where the server does not offer STARTTLS, the password can be read on the way.";

    public static Findings Validate(OutgoingServer server) =>
        new()
        {
            Errors =
            [
                .. NameErrors(server),
                .. AddressErrors(server),
                .. FilterErrors(server),
                .. LimitErrors(server),
                .. AuthenticationErrors(server),
            ],
            Warnings = [.. PortWarnings(server), .. SecurityWarnings(server)],
        };

    private static IEnumerable<FieldMessage> NameErrors(OutgoingServer server)
    {
        if (string.IsNullOrWhiteSpace(server.Name))
            yield return new("name", "A server needs a name.");
        else if (server.Name.Length > LongestName)
            yield return new("name", $"The name is longer than {LongestName} characters.");
        if (server.UserName is { } user && (user.Length == 0 || user.Any(char.IsControl)))
            yield return new("userName", UserNameRule);
    }

    private static IEnumerable<FieldMessage> AddressErrors(OutgoingServer server)
    {
        if (string.IsNullOrWhiteSpace(server.Host))
            yield return new("host", "A server needs a host name or an IP address.");
        else if (!IsHost(server.Host))
            yield return new("host", $"'{server.Host}' {HostRule}");
        if (server.Port is < 1 or > 65535)
            yield return new("port", $"{server.Port} is not a port; it is a number from 1 to 65535.");
        if (!Enum.IsDefined(server.Security))
            yield return new("security", $"{server.Security} is not a kind of connection security.");
    }

    private static IEnumerable<FieldMessage> AuthenticationErrors(OutgoingServer server)
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

    private static IEnumerable<FieldMessage> FilterErrors(OutgoingServer server) =>
        FromFilter.Parse(server.FromFilter).Errors.Select(error => new FieldMessage("fromFilter", error));

    private static IEnumerable<FieldMessage> LimitErrors(OutgoingServer server)
    {
        (string Field, int? Value)[] limits =
        [
            ("dailyLimit", server.DailyLimit),
            ("ratePerMinute", server.RatePerMinute),
            ("connections", server.Connections),
        ];
        foreach (var (field, value) in limits)
        {
            if (value < 1)
                yield return new(field, $"{value} would let nothing through; leave it out for no limit.");
        }
    }

    private static IEnumerable<FieldMessage> PortWarnings(OutgoingServer server)
    {
        if (server.Port == 25)
            yield return new("port", Port25);
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
            yield return new("security", OptionalTls);
        if (server is { VerifyCertificate: false, Security: not ConnectionSecurity.None })
            yield return new("verifyCertificate", "Whoever stands between can pretend to be the server.");
    }

    private static bool IsHost(string host) =>
        host == host.Trim() && Uri.CheckHostName(host) is not UriHostNameType.Unknown;
}
