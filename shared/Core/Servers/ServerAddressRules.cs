using Postern.Contracts.Http;
using Postern.Core.Validation;

namespace Postern.Core.Servers;

/// <summary>Validates a mail server's identifier, name and network address.</summary>
internal static class ServerAddressRules
{
    private const int LongestName = 200;

    public static IEnumerable<FieldMessage> Errors(string id, string name, string host, int port)
    {
        if (Identifiers.Problem(id) is { } problem)
            yield return problem;
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
            yield return new("name", $"must have 1 to {LongestName} characters");
        if (host != host.Trim() || Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            var text = $"'{host}' is not a host name or an IP address; protocol and port do not belong here";
            yield return new("host", text);
        }
        if (port is < 1 or > 65535)
            yield return new("port", $"{port} is not a port; it is a number from 1 to 65535");
    }
}
