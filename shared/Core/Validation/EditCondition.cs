using Postern.Core.Text;

namespace Postern.Core.Validation;

/// <summary>Precondition of an edit (RFC 9110 §13.1).</summary>
/// <param name="IfMatch">
/// Entity tags of which one must be the current one; <c>*</c> = any; null = no such condition.
/// </param>
/// <param name="OnlyNew">Whether the resource must not exist (<c>If-None-Match: *</c>).</param>
public sealed record EditCondition(IReadOnlyList<string>? IfMatch = null, bool OnlyNew = false)
{
    public static EditCondition None { get; } = new();

    /// <summary>The members that the body of the edit names; others were left out of it.</summary>
    public IReadOnlyCollection<string> Members { get; init; } = [];

    /// <summary>Whether the caller has read the version that it edits.</summary>
    public bool NamesVersion => IfMatch is not null && !IfMatch.Contains("*");

    /// <summary>
    /// Whether the edit replaces a list that otherwise only grows: it names it for a version that the caller has read.
    /// </summary>
    public bool Replaces(string list) => NamesVersion && Members.Contains(list, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the condition is met by a resource with this entity tag; null = there is no resource.</summary>
    public bool Holds(string? tag)
    {
        if (OnlyNew && tag is not null)
            return false;
        return IfMatch is null || (tag is not null && (IfMatch.Contains("*") || IfMatch.Contains(tag)));
    }

    /// <summary>
    /// The entity tag of a version. A version may be a weak tag, and If-Match compares strong ones only (RFC 9110
    /// §13.1.1).
    /// </summary>
    public static string TagOf(string state) => $"\"{Hash.Of(20, "tag", state)}\"";
}
