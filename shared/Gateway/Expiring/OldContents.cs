using Postern.Core.Retention;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Expiring;

/// <summary>
/// Deletes content that an earlier run found no longer needed and that no message has named in this one, unless somebody has
/// stored the same since.
/// </summary>
internal sealed class OldContents(ErasureStore store, ContentStore contents)
{
    /// <summary>Goes on. Returns the run after it, and whether it is at the end.</summary>
    public async Task<(RetentionRun Run, bool IsDone)> RunAsync(RetentionWork work, CancellationToken cancellationToken)
    {
        var job = work.Erasure(work.Run.Begun).Job;
        var all = await store.ListNotedAsync(job, cancellationToken);
        foreach (var noted in all.Where(noted => noted.Pass < job.Pass))
        {
            if (work.IsLate)
                return (work.Progress(null), false);
            await work.BeginDeletingAsync();
            if (await contents.TryDeleteAsync(noted.Blob, noted.Version, cancellationToken))
                work.Counts = work.Counts with { Contents = work.Counts.Contents + 1 };
            await store.ForgetAsync(job, noted.Blob, cancellationToken);
        }
        return (work.Progress(null) with { HasContents = all.Any(noted => noted.Pass >= job.Pass) }, true);
    }
}
