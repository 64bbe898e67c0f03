using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Editing;

/// <summary>Changes the title and the values of the record of a thread.</summary>
public sealed class ThreadEditor(ThreadStore threads)
{
    // Characters of JSON; limited, since the head is read with every mail.
    private const int LargestValues = 32_000;
    private const int LongestSubject = 1000;

    /// <summary>
    /// Merges values into those of the record (RFC 7396): a null removes one. Does not create a thread.
    /// </summary>
    public Task<EditResult<ThreadHead>> PatchAsync(
        ThreadKey thread,
        ThreadPatch patch,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        // Without a condition, the thread must exist at least.
        var existing = condition with
        {
            IfMatch = condition.IfMatch ?? ["*"],
        };
        return OptimisticEdit.PutAsync(
            existing,
            () => threads.FindHeadAsync(thread, cancellationToken),
            before => Task.FromResult(Apply(before!, patch)),
            (before, edit) => threads.PutHeadAsync(edit.Value, before!.ETag, cancellationToken)
        );
    }

    private static Edit<ThreadHead> Apply(ThreadHead head, ThreadPatch patch)
    {
        var values = head.Values?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in patch.Values ?? [])
        {
            if (value is null)
                values.Remove(name);
            else
                values[name] = value.DeepClone();
        }
        var after = head with
        {
            Subject = patch.Subject?.Trim() ?? head.Subject,
            Values = values.Count == 0 ? null : values,
        };
        return new Edit<ThreadHead>(after, new Findings { Errors = [.. Errors(after)] });
    }

    private static IEnumerable<FieldMessage> Errors(ThreadHead head)
    {
        if (head.Subject.Length is 0 or > LongestSubject)
            yield return new("subject", $"must have 1 to {LongestSubject} characters");
        if (head.Values is { } values && JsonSerializer.Serialize(values).Length > LargestValues)
            yield return new("values", $"are longer than {LargestValues} characters of JSON");
    }
}

/// <summary>A change of a thread; a null property is left as it is.</summary>
public sealed record ThreadPatch
{
    /// <summary>Title of the record.</summary>
    public string? Subject { get; init; }

    /// <summary>Values to set; null removes one.</summary>
    public JsonObject? Values { get; init; }
}
