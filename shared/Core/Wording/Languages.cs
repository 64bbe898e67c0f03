using System.Text.RegularExpressions;

namespace Postern.Core.Wording;

/// <summary>The languages in which the gateway writes to people (ISO 639-1).</summary>
public static partial class Languages
{
    public const string Default = "en";

    private const int LongestTag = 35;

    // csharpier-ignore
    public static IReadOnlyList<string> All { get; } =
        ["cs", "de", "en", "es", "fr", "hu", "it", "nl", "pl", "pt", "ro"];

    /// <summary>The language of a tag such as <c>de-AT</c> (RFC 5646); null for another language, or no tag.</summary>
    public static string? Of(string? tag)
    {
        if (tag is null or { Length: > LongestTag } || !Tag().IsMatch(tag))
            return null;
        var primary = tag.Split('-')[0].ToLowerInvariant();
        return All.Contains(primary) ? primary : null;
    }

    /// <summary>The first of the languages that a Content-Language field names (RFC 3282 §2).</summary>
    public static string? FirstOf(string? field) =>
        field?.Split(',').Select(tag => Of(tag.Trim())).FirstOrDefault(language => language is not null);

    /// <summary>Why a tag cannot be chosen; null when it can.</summary>
    public static string? Problem(string? tag) =>
        tag is null || Of(tag) is not null
            ? null
            : $"'{tag}' must be a language tag, as de or de-AT, of one of the languages {string.Join(", ", All)}";

    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();
}
