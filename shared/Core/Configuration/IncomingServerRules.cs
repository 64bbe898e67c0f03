using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Core.Validation;

namespace Postern.Core.Configuration;

/// <summary>What a mailbox record must be like to be saved (P33, P36).</summary>
public static class IncomingServerRules
{
    private const int LongestInterval = 1440;

    public static Edit<IncomingServer> Put(IncomingServer server, GatewayConfiguration configuration) =>
        new(
            server,
            new Findings
            {
                Errors =
                [
                    .. ServerAddressRules.Errors(server.Id, server.Name, server.Host, server.Port ?? server.UsualPort),
                    .. ConnectionErrors(server),
                    .. FolderErrors(server),
                    .. AfterwardsErrors(server),
                    .. MailErrors(server, configuration),
                ],
                Warnings = [.. SecurityWarnings(server), .. MailWarnings(server, configuration)],
            }
        );

    /// <summary>As <see cref="Put(IncomingServer, GatewayConfiguration)"/>, and no secret is sent anywhere that it was not given for.</summary>
    /// <param name="server">The record.</param>
    /// <param name="before">The record that it replaces.</param>
    /// <param name="secrets">What becomes of password, client secret and refresh token.</param>
    /// <param name="configuration">What else there is.</param>
    public static Edit<IncomingServer> Put(
        IncomingServer server,
        IncomingServer? before,
        IReadOnlyList<PasswordChange> secrets,
        GatewayConfiguration configuration
    )
    {
        var edit = Put(server, configuration);
        if (before is null)
            return edit;
        return server.Authentication == ServerAuthentication.Xoauth2
            ? PasswordRules.Check(
                edit,
                MovesSecrets(before, server),
                "host or the token endpoint",
                ("clientSecret", secrets[1]),
                ("refreshToken", secrets[2])
            )
            : PasswordRules.Check(edit, before.Host, server.Host, authenticates: true, secrets[0]);
    }

    /// <summary>Whether secrets that were given for the one record would be sent elsewhere by the other.</summary>
    public static bool MovesSecrets(IncomingServer before, IncomingServer after) =>
        !PasswordRules.IsSame(before.Host, after.Host)
        || (before.OAuth is not null && !PasswordRules.IsSame(before.OAuth.TokenEndpoint, after.OAuth?.TokenEndpoint));

    private static IEnumerable<FieldMessage> ConnectionErrors(IncomingServer server)
    {
        if (!Enum.IsDefined(server.Protocol))
            yield return new("protocol", $"{server.Protocol} is no protocol");
        if (!Enum.IsDefined(server.Security))
            yield return new("security", $"{server.Security} is no kind of connection security");
        // Whoever stands between only needs to take the offer away to read the password.
        if (server.Security == ConnectionSecurity.StartTlsWhenAvailable)
            yield return new("security", "must be tls, startTls (then it is a condition) or none");
        if (server.UserName.Length == 0 || server.UserName.Any(char.IsControl))
            yield return new("userName", "must not be empty or hold control characters");
        if (!Enum.IsDefined(server.Authentication))
            yield return new("authentication", $"{server.Authentication} is no kind of authentication");
        if (server is { Authentication: ServerAuthentication.Password, OAuth: not null })
            yield return new("oauth", "is of use with the authentication xoauth2 only");
        if (server is { Authentication: ServerAuthentication.Xoauth2, OAuth: null })
            yield return new("oauth", "is needed with xoauth2: tokenEndpoint, clientId, and usually scope");
        foreach (
            var error in server is { Authentication: ServerAuthentication.Xoauth2, OAuth: { } settings }
                ? OAuthRules.Errors(settings)
                : []
        )
            yield return error;
    }

    private static IEnumerable<FieldMessage> FolderErrors(IncomingServer server)
    {
        if (server.Folders.Count == 0)
            yield return new("folders", "must name at least one folder, usually INBOX");
        else if (!server.Folders.All(IsFolder))
            yield return new("folders", "must not hold an empty name or control characters");
        else if (server.Protocol == MailboxProtocol.Pop3 && server.Folders is not [IncomingServer.Inbox])
            yield return new("folders", "are of use with imap only: POP3 has no folder but INBOX");
        if (server.Folders.Distinct(FolderNames.Comparer).Count() != server.Folders.Count)
            yield return new("folders", "must not name a folder twice");
    }

    private static IEnumerable<FieldMessage> AfterwardsErrors(IncomingServer server)
    {
        var pop = server.Protocol == MailboxProtocol.Pop3;
        if (server.AfterFetch is { } after && !Enum.IsDefined(after))
            yield return new("afterFetch", $"{after} is nothing that can be done with a mail");
        if (pop && server.AfterFetch is AfterFetch.MarkSeen or AfterFetch.Move)
            yield return new("afterFetch", "must be leave or delete: POP3 knows neither flags nor folders");
        if (pop && server.UnseenOnly)
            yield return new("unseenOnly", "is of use with imap only: POP3 knows no flags");
        var moves = server.Afterwards == AfterFetch.Move;
        if (moves && !IsFolder(server.MoveTo))
            yield return new("moveTo", "must name the folder that mail is moved to");
        else if (moves && server.Folders.Contains(server.MoveTo!, FolderNames.Comparer))
            yield return new("moveTo", "must not be a folder that is fetched: its mail would come in again");
        else if (!moves && server.MoveTo is not null)
            yield return new("moveTo", "is of use with the action move only");
    }

    private static IEnumerable<FieldMessage> MailErrors(IncomingServer server, GatewayConfiguration configuration)
    {
        if (server.FallbackModel is { } model && ThreadKey.FindModelProblem(model) is { } problem)
            yield return new("fallbackModel", problem);
        else if (Model(server, configuration) is { TakesMail: false })
            yield return new("fallbackModel", $"'{server.FallbackModel}' takes no mail");
        if (server.LargestMail is < 1)
            yield return new("largestMail", "must be a number of bytes above zero");
        if (server.IntervalMinutes is < 1 or > LongestInterval)
            yield return new("intervalMinutes", $"must be a whole number from 1 to {LongestInterval}");
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
        var twin = configuration.IncomingServers.FirstOrDefault(other =>
            other.Id != server.Id
            && other.Active
            && other.Host == server.Host
            && other.UserName == server.UserName
            && other.Folders.Intersect(server.Folders).Any()
        );
        if (server.Active && twin is not null)
            yield return new(
                "userName",
                $"The incoming server '{twin.Id}' fetches this mailbox as well; its mail comes in twice."
            );
        if (server.UnseenOnly)
            yield return new(
                "unseenOnly",
                "A mail that another client has read before the gateway comes by is not taken in."
            );
        if (server.FallbackModel is { } model && Model(server, configuration) is null)
            yield return new(
                "fallbackModel",
                $"There are no settings for the model '{model}'; check the spelling if there should be."
            );
    }

    private static RecordModel? Model(IncomingServer server, GatewayConfiguration configuration) =>
        server.FallbackModel is { } name ? configuration.Models.GetValueOrDefault(name) : null;

    private static bool IsFolder(string? name) => !string.IsNullOrWhiteSpace(name) && !name.Any(char.IsControl);
}

/// <summary>Names of folders: INBOX in any case is one, all others differ by case (RFC 9051 §5.1).</summary>
public static class FolderNames
{
    public static IEqualityComparer<string> Comparer { get; } =
        EqualityComparer<string>.Create(
            (a, b) => a is not null && b is not null && Canonical(a) == Canonical(b),
            name => Canonical(name).GetHashCode(StringComparison.Ordinal)
        );

    /// <summary>The name under which a folder is remembered.</summary>
    public static string Canonical(string name) =>
        name.Equals(IncomingServer.Inbox, StringComparison.OrdinalIgnoreCase) ? IncomingServer.Inbox : name;
}
