namespace Postern.Core.Addresses;

/// <summary>Names of domains that an administrator writes.</summary>
internal static class DomainNames
{
    /// <summary>
    /// The canonical form of a domain name or an address literal; null for anything else: labels are letters, digits,
    /// hyphens and underscores (RFC 1123 §2.1), none is empty.
    /// </summary>
    public static string? Read(string text) =>
        EmailAddress.CanonicalDomain(text) is { } name && (name[0] == '[' || name.Split('.').All(IsLabel))
            ? name
            : null;

    /// <summary>What is wrong with the text and what to write instead; null when it is a domain name.</summary>
    public static string? Problem(string text)
    {
        if (Read(text) is not null)
            return null;
        return UrlText.Without(text) is { } bare && Read(bare) is { } name
            ? $"must be a domain name, not a URL: write '{name}'"
            : "must be a domain name";
    }

    private static bool IsLabel(string label) =>
        label.Length > 0 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
