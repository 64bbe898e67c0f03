using Postern.Contracts.Http;

namespace Postern.Core.Configuration;

/// <summary>Names of mail folders: INBOX is case-insensitive, all others are case-sensitive (RFC 9051 §5.1).</summary>
public static class FolderNames
{
    public static IEqualityComparer<string> Comparer { get; } =
        EqualityComparer<string>.Create(
            (a, b) => a is not null && b is not null && Canonical(a) == Canonical(b),
            name => Canonical(name).GetHashCode(StringComparison.Ordinal)
        );

    /// <summary>The name under which a folder is stored: INBOX in upper case, any other unchanged.</summary>
    public static string Canonical(string name) =>
        name.Equals(IncomingServer.Inbox, StringComparison.OrdinalIgnoreCase) ? IncomingServer.Inbox : name;
}
