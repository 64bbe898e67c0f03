using Azure;
using Postern.Core.Validation;

namespace Postern.Gateway.Editing;

/// <summary>Reads, decides and writes if nothing was written in between; else starts over.</summary>
internal static class OptimisticEdit
{
    // In every lost round another write succeeded.
    private const int Rounds = 20;

    public static async Task<EditResult<T>> PutAsync<T>(
        EditCondition condition,
        Func<Task<Versioned<T>?>> find,
        Func<T?, Task<Edit<T>>> decide,
        Func<Versioned<T>?, Edit<T>, Task<ETag?>> write
    )
        where T : class
    {
        for (var round = 0; round < Rounds; round++)
        {
            var before = await find();
            if (!condition.Holds(Tag(before)))
                return EditResult.Of<T>(EditOutcome.ConditionFailed);
            var edit = await decide(before?.Value);
            if (!edit.Findings.Allow)
                return EditResult.Refused<T>(edit.Findings);
            if (await write(before, edit) is { } etag)
                return new(
                    before is null ? EditOutcome.Created : EditOutcome.Replaced,
                    new Versioned<T>(edit.Value, etag.ToString()),
                    edit.Findings
                );
        }
        throw new InvalidOperationException(
            $"A {typeof(T).Name} could not be written: others wrote at the same time, {Rounds} times in a row."
        );
    }

    public static async Task<EditResult<T>> DeleteAsync<T>(
        EditCondition condition,
        Func<Task<Versioned<T>?>> find,
        Func<T, Task<Findings>> decide,
        Func<Versioned<T>, Task<bool>> delete
    )
        where T : class
    {
        for (var round = 0; round < Rounds; round++)
        {
            var before = await find();
            if (!condition.Holds(Tag(before)))
                return EditResult.Of<T>(EditOutcome.ConditionFailed);
            if (before is null)
                return EditResult.Of<T>(EditOutcome.Missing);
            var findings = await decide(before.Value);
            if (!findings.Allow)
                return EditResult.Refused<T>(findings);
            if (await delete(before))
                return new(EditOutcome.Deleted, null, findings);
        }
        throw new InvalidOperationException(
            $"A {typeof(T).Name} could not be deleted: others wrote at the same time, {Rounds} times in a row."
        );
    }

    private static string? Tag<T>(Versioned<T>? row) => row is null ? null : EditCondition.TagOf(row.Version);
}
