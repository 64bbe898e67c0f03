using System.Security.Cryptography;
using Azure;
using Microsoft.Extensions.Logging;
using Postern.Core.Audit;
using Postern.Core.Text;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Callers;

/// <summary>
/// Lists changes. An entry is written before the change, as unfinished, and once more after it: what cannot be listed is
/// not changed, and where the run dies in between, or its end cannot be written, the entry says that it may have been
/// made.
/// </summary>
public sealed partial class AuditTrail(
    AuditStore store,
    CurrentCaller caller,
    TimeProvider time,
    ILogger<AuditTrail> logger
)
{
    private const int DistinctionBytes = 5;

    /// <summary>Makes a change and lists it, unless <paramref name="write"/> returns null: then it was not made.</summary>
    internal async Task<ETag?> RecordAsync(
        IReadOnlyList<AuditedChange> changes,
        Func<Task<ETag?>> write,
        CancellationToken cancellationToken
    )
    {
        var begun = Begin(changes);
        await store.PutAsync(begun, cancellationToken);
        var written = await write();
        await EndAsync(begun, isMade: written is not null);
        return written;
    }

    /// <summary>The same for a change that returns whether it was made.</summary>
    internal async Task<bool> RecordAsync(
        AuditedChange change,
        Func<Task<bool>> write,
        CancellationToken cancellationToken
    ) => await RecordAsync([change], async () => await write() ? ETag.All : null, cancellationToken) is not null;

    /// <summary>The same for a change that is made unless it throws.</summary>
    internal Task RecordAsync(AuditedChange change, Func<Task> write, CancellationToken cancellationToken) =>
        RecordAsync(
            [change],
            async () =>
            {
                await write();
                return ETag.All;
            },
            cancellationToken
        );

    private List<(string Row, AuditEntry Entry)> Begin(IReadOnlyList<AuditedChange> changes)
    {
        var now = time.GetUtcNow();
        return [.. changes.Select(change => (RowOf(now), EntryOf(change, now)))];
    }

    private AuditEntry EntryOf(AuditedChange change, DateTimeOffset now) =>
        new()
        {
            When = now,
            Key = caller.Value?.Name,
            KeyId = caller.Value?.KeyId,
            Action = change.Action,
            What = change.What,
            Before = change.Before,
            After = change.After,
            Unfinished = true,
        };

    // Never cancelled: the change is made. Nor does it fail what is made: the entry is there, as unfinished.
    private async Task EndAsync(List<(string Row, AuditEntry Entry)> begun, bool isMade)
    {
        try
        {
            if (isMade)
                await store.PutAsync([.. begun.Select(Finished)], CancellationToken.None);
            else
                await store.DeleteAsync(begun.Select(one => one.Row), CancellationToken.None);
        }
        catch (Exception e) when (StorageTrouble.IsOfStorage(e))
        {
            LogUnfinished(e, begun[0].Entry.What);
        }
    }

    private static (string Row, AuditEntry Entry) Finished((string Row, AuditEntry Entry) begun) =>
        (begun.Row, begun.Entry with { Unfinished = null });

    private static string RowOf(DateTimeOffset now) =>
        AuditStore.RowOf(now, Base32.Encode(RandomNumberGenerator.GetBytes(DistinctionBytes)));

    [LoggerMessage(Level = LogLevel.Warning, Message = "The audit shows the change of {What} as unfinished")]
    private partial void LogUnfinished(Exception exception, string what);
}
