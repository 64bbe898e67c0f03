using Postern.Core.Validation;

namespace Postern.Gateway.Editing;

/// <summary>
/// Conditions on resources that exist whether or not a row is stored, so that even the first row can be written on a
/// condition.
/// </summary>
internal static class RowConditions
{
    /// <summary>The version of such a resource without a row.</summary>
    public const string Unset = "unset";

    /// <summary>The condition on the row that follows from a condition which the resource fulfils.</summary>
    public static EditCondition Of(EditCondition condition)
    {
        if (condition.IfMatch is not { } tags || tags.Contains("*"))
            return EditCondition.None;
        return tags.Contains(EditCondition.TagOf(Unset)) ? new EditCondition(OnlyNew: true) : condition;
    }
}
