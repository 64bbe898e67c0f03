using Postern.Contracts;

namespace Postern.Core.Finding;

/// <summary>Selects threads; null selects all.</summary>
/// <param name="Model">Only those of this model.</param>
/// <param name="Text">Only those whose subject or id contains it, in capitals or not.</param>
/// <param name="Failed">Only those with failure flags, or only those without.</param>
public sealed record ThreadFilter(string? Model = null, string? Text = null, bool? Failed = null)
{
    /// <summary>Whether the row of a thread is of one that is searched for.</summary>
    public bool Takes(ThreadKey thread, string subject) =>
        Text is null || Contains(subject, Text) || Contains(thread.Id, Text);

    internal static bool Contains(string? text, string part) =>
        text?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
}
