using Postern.Core.Text;

namespace Postern.Core.Validation;

/// <summary>On what state of a thing an edit depends (RFC 9110 §13.1).</summary>
/// <param name="IfMatch">Tags of which one must be the current one; <c>*</c> = any; null = no such condition.</param>
/// <param name="OnlyNew">It must not exist (<c>If-None-Match: *</c>).</param>
public sealed record EditCondition(IReadOnlyList<string>? IfMatch = null, bool OnlyNew = false)
{
    public static EditCondition None { get; } = new();

    /// <summary>Whether the condition holds when the thing has this tag; null = there is none.</summary>
    public bool Holds(string? tag)
    {
        if (OnlyNew && tag is not null)
            return false;
        return IfMatch is null || (tag is not null && (IfMatch.Contains("*") || IfMatch.Contains(tag)));
    }

    /// <summary>
    /// The tag shown for a version. A version may be a weak tag that holds a time, and If-Match takes strong ones only (RFC 9110 §13.1.1).
    /// </summary>
    public static string TagOf(string state) => $"\"{Hash.Of(20, "tag", state)}\"";
}
