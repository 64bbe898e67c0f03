using Postern.Configuration;
using Postern.Outbound;
using Postern.Threads;

namespace Postern.Fetching;

/// <summary>What a mailbox record must be like to be saved (P33, P36).</summary>
public static class IncomingServerRules
{
    private const int LongestInterval = 1440;

    public static Edit<IncomingServer> Put(IncomingServer server, GatewayConfiguration configuration) => new(server, new Findings
    {
        Errors = [.. ServerAddressRules.Errors(server.Id, server.Name, server.Host, server.Port), .. MailboxErrors(server)],
        Warnings = [.. Warnings(server, configuration.IncomingServers)],
    });

    private static IEnumerable<FieldMessage> MailboxErrors(IncomingServer server)
    {
        if (server.UserName.Length == 0 || server.UserName.Any(char.IsControl))
            yield return new("userName", "must not be empty or hold control characters");
        if (server.Folders.Count == 0) yield return new("folders", "must name at least one folder, usually INBOX");
        if (server.Folders.Any(folder => string.IsNullOrWhiteSpace(folder) || folder.Any(char.IsControl)))
            yield return new("folders", "must not hold an empty name or control characters");
        if (server.Folders.Distinct().Count() != server.Folders.Count) yield return new("folders", "must not name a folder twice");
        if (server.FallbackModel is { } model && !ThreadKey.IsPart(model))
            yield return new("fallbackModel", "must have 1 to 128 characters and no control characters");
        if (server.IntervalMinutes is < 1 or > LongestInterval)
            yield return new("intervalMinutes", $"must be a whole number from 1 to {LongestInterval}");
    }

    private static IEnumerable<FieldMessage> Warnings(IncomingServer server, IReadOnlyList<IncomingServer> others)
    {
        if (server.Security == ConnectionSecurity.None)
            yield return new("security", "Without TLS the password and all mail can be read on the way.");
        if (server is { VerifyCertificate: false, Security: not ConnectionSecurity.None })
            yield return new("verifyCertificate", "Whoever stands between can pretend to be the server.");
        var twin = others.FirstOrDefault(other => other.Id != server.Id && other.Active && other.Host == server.Host
            && other.UserName == server.UserName && other.Folders.Intersect(server.Folders).Any());
        if (server.Active && twin is not null)
            yield return new("userName", $"The incoming server '{twin.Id}' fetches this mailbox as well; its mail comes in twice.");
    }
}
