using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Postern.Backup;

/// <summary>Copies the blobs that were not copied before, and lists all of them in the backup.</summary>
internal sealed class BlobBackup(
    Account account,
    BackupFolder folder,
    BackupProgress progress,
    BlobFolder contents,
    int atOnce,
    Surroundings around
)
{
    /// <summary>Name of the list of a container.</summary>
    public static string ListOf(string container) => $"blobs-{container}";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var container in StorageOrder.Containers.Where(name => !progress.IsWhole(ListOf(name))))
        {
            // What is there is not copied again, so an interrupted list begins anew.
            await progress.ForgetAsync(ListOf(container), cancellationToken);
            await CopyAsync(account.Container(container), cancellationToken);
            await progress.EndAsync(ListOf(container), cancellationToken);
        }
    }

    private async Task CopyAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        var list = ListOf(container.Name);
        var (read, known) = (0, 0);
        await using var part = new PartWriter(folder.PathOf($"{list}-000001.jsonl.gz"));
        await foreach (var page in PagesAsync(container, cancellationToken))
        {
            var fetched = new bool?[page.Count];
            await Parallel.ForEachAsync(
                Enumerable.Range(0, page.Count),
                new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
                async (i, cancelled) => fetched[i] = await contents.FetchAsync(container, page[i], cancelled)
            );
            foreach (var (blob, state) in page.Zip(fetched).Where(pair => pair.Second is not null))
            {
                part.Add(blob.Write());
                (read, known) = state == true ? (read + 1, known) : (read, known + 1);
            }
        }
        await progress.AddAsync(await part.CompleteAsync(list, last: null, cancellationToken), cancellationToken);
        around.Output.WriteLine($"{container.Name}: {read} blobs copied, {known} known");
    }

    private static IAsyncEnumerable<IReadOnlyList<BlobEntry>> PagesAsync(
        BlobContainerClient container,
        CancellationToken cancellationToken
    ) =>
        container
            .GetBlobsAsync(BlobTraits.Metadata, default, null, cancellationToken)
            .AsPages()
            .Select(page => (IReadOnlyList<BlobEntry>)[.. page.Values.Select(BlobEntry.Of)]);
}
