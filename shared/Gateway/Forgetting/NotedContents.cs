using Postern.Core.Erasing;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>
/// Decides which content goes. It is stored once by its hash, whoever uses it: what a message named that is erased is
/// noted with its version; a later pass over all messages forgets the note of what another names; the rest is deleted, if
/// nobody has stored the same since. A message is written within the hour between two passes after its content.
/// </summary>
internal sealed class NotedContents(ErasureStore store, ContentStore contents)
{
    private const string Folder = "postern/sha256/";

    /// <summary>Notes what a message names, before the message is changed.</summary>
    public async Task NoteAsync(ThreadMessage message, ErasureWork work, CancellationToken cancellationToken)
    {
        foreach (var name in ErasedMessages.BlobsOf(message).SelectMany(WithTwin))
        {
            if (await contents.FindVersionAsync(name, cancellationToken) is { } version)
                await store.NoteAsync(work.Job, name, version, cancellationToken);
        }
    }

    /// <summary>Forgets the notes of what a message names that stays.</summary>
    public async Task KeepAsync(ThreadMessage message, ErasureWork work, CancellationToken cancellationToken)
    {
        work.Noted ??=
        [
            .. (await store.ListNotedAsync(work.Job, cancellationToken))
                .Where(noted => noted.Pass < work.Job.Pass)
                .Select(noted => noted.Blob),
        ];
        if (work.Noted.Count == 0)
            return;
        foreach (var name in ErasedMessages.BlobsOf(message).SelectMany(WithTwin))
        {
            if (work.Noted.Remove(name))
                await store.ForgetAsync(work.Job, name, cancellationToken);
        }
    }

    /// <summary>Deletes what no message names. False when something was noted too late for that.</summary>
    public async Task<bool> DeleteAsync(ErasureWork work, CancellationToken cancellationToken)
    {
        var isWhole = true;
        foreach (var noted in await store.ListNotedAsync(work.Job, cancellationToken))
        {
            if (noted.Pass >= work.Job.Pass)
            {
                isWhole = false;
                continue;
            }
            if (await contents.TryDeleteAsync(noted.Blob, noted.Version, cancellationToken))
                work.Changed++;
            await store.ForgetAsync(work.Job, noted.Blob, cancellationToken);
        }
        return isWhole;
    }

    // What came over HTTP and was too large for its message on the queue lies beside under the same hash.
    private static IEnumerable<string> WithTwin(string name) =>
        name.StartsWith(Folder, StringComparison.Ordinal) ? [name, name[Folder.Length..]] : [name];
}
