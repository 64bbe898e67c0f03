using Postern.Contracts.Http;

namespace Postern.Core.Validation;

/// <summary>
/// Identifiers of servers and alias domains, which are part of resource URLs and of the names of secrets.
/// </summary>
internal static class Identifiers
{
    private const int Longest = 50;

    private static readonly string Rule =
        $"must have 1 to {Longest} lower-case letters, digits and hyphens, and not begin with a hyphen";

    /// <summary>Why an identifier is not valid; null when it is.</summary>
    public static FieldMessage? Problem(string id)
    {
        var valid = id.Length is > 0 and <= Longest && id[0] != '-' && id.All(IsAllowed);
        return valid ? null : new FieldMessage("id", Rule);
    }

    private static bool IsAllowed(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-';
}
