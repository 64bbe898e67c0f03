using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Servers;

namespace Postern.Core.Configuration;

/// <summary>Errors in an incoming server's fields, except for name and address.</summary>
internal static class IncomingServerErrors
{
    private const int LongestInterval = 1440;
    private const int MostAddresses = 50;

    public static IEnumerable<FieldMessage> Of(IncomingServer server, GatewayConfiguration configuration) =>
        [
            .. ConnectionErrors(server),
            .. AuthenticationErrors(server),
            .. FolderErrors(server),
            .. ActionErrors(server),
            .. MoveErrors(server),
            .. MailErrors(server, configuration),
            .. RecipientErrors(server.Addresses),
        ];

    private static IEnumerable<FieldMessage> ConnectionErrors(IncomingServer server)
    {
        if (!Enum.IsDefined(server.Protocol))
            yield return new("protocol", $"{server.Protocol} is no protocol");
        if (!Enum.IsDefined(server.Security))
            yield return new("security", $"{server.Security} is no kind of connection security");
        // An attacker on the path only needs to remove the offer of STARTTLS to read the password.
        if (server.Security == ConnectionSecurity.StartTlsWhenAvailable)
            yield return new("security", "must be tls, startTls (then it is a condition) or none");
    }

    private static IEnumerable<FieldMessage> AuthenticationErrors(IncomingServer server)
    {
        if (server.UserName.Length == 0 || server.UserName.Any(char.IsControl))
            yield return new("userName", "must not be empty or hold control characters");
        if (!Enum.IsDefined(server.Authentication))
            yield return new("authentication", $"{server.Authentication} is no kind of authentication");
        if (server is { Authentication: ServerAuthentication.Password, OAuth: not null })
            yield return new("oauth", "is of use with the authentication xoauth2 only");
        if (server.Authentication != ServerAuthentication.Xoauth2)
            yield break;
        if (server.OAuth is null)
            yield return new("oauth", "is needed with xoauth2: tokenEndpoint, clientId, and usually scope");
        foreach (var error in server.OAuth is { } settings ? OAuthRules.Errors(settings) : [])
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

    private static IEnumerable<FieldMessage> ActionErrors(IncomingServer server)
    {
        var isPop3 = server.Protocol == MailboxProtocol.Pop3;
        if (server.AfterFetch is { } action && !Enum.IsDefined(action))
            yield return new("afterFetch", $"{action} is nothing that can be done with a mail");
        if (isPop3 && server.AfterFetch is AfterFetch.MarkSeen or AfterFetch.Move)
            yield return new("afterFetch", "must be leave or delete: POP3 knows neither flags nor folders");
        if (isPop3 && server.UnseenOnly)
            yield return new("unseenOnly", "is of use with imap only: POP3 knows no flags");
    }

    private static IEnumerable<FieldMessage> MoveErrors(IncomingServer server)
    {
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
        else if (configuration.FallbackModelOf(server) is { TakesMail: false })
            yield return new("fallbackModel", $"'{server.FallbackModel}' takes no mail");
        if (server.LargestMail is < 1)
            yield return new("largestMail", "must be a number of bytes above zero");
        if (server.IntervalMinutes is < 1 or > LongestInterval)
            yield return new("intervalMinutes", $"must be a whole number from 1 to {LongestInterval}");
    }

    private static IEnumerable<FieldMessage> RecipientErrors(IReadOnlyList<string> addresses)
    {
        if (addresses.Count > MostAddresses)
            yield return new("addresses", $"must not be more than {MostAddresses}");
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in addresses.Take(MostAddresses))
        {
            if (text is null || EmailAddress.Canonical(text) is not { } address)
                yield return new("addresses", $"'{text}' is not an e-mail address");
            else if (!known.Add(address))
                yield return new("addresses", $"must not name {address} twice");
        }
    }

    private static bool IsFolder(string? name) => !string.IsNullOrWhiteSpace(name) && !name.Any(char.IsControl);
}
