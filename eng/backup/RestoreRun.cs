using System.Globalization;
using Azure.Data.Tables;
using Postern.Gateway.Stores;

namespace Postern.Backup;

/// <summary>Writes the rows of a backup into an account, or goes on with that.</summary>
internal sealed class RestoreRun(CommandLine line, Account account, Surroundings around)
{
    // What may be written again after an interruption, in calls for each of those that run at once.
    private const int BatchesPerCall = 8;

    private readonly RestoreWriter _writer = new(account, line.Missing);

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new BackupFolder(line.Folder);
        folder.Enter();
        var manifest = await folder.ReadAsync(cancellationToken);
        await BackupCheck.MustBeWholeAsync(folder, manifest, cancellationToken);
        if (!line.Missing && !line.Force)
            await GatewayCheck.MustNotRunAsync(account, around.Now, cancellationToken);
        if (line.Blobs is { } blobs && !line.IsPart)
            await new BlobRestore(account, folder, new BlobFolder(blobs), line.AtOnce, around).RunAsync(
                manifest,
                cancellationToken
            );
        await RestoreAsync(folder, manifest, cancellationToken);
        return ExitCode.Done;
    }

    private async Task RestoreAsync(BackupFolder folder, Manifest manifest, CancellationToken cancellationToken)
    {
        // A part is restored from its beginning: it is read in minutes, and its options may be others the next time.
        var progress = line.IsPart ? null : await OpenProgressAsync(folder, cancellationToken);
        foreach (var table in StorageOrder.Writing)
        {
            await account.Table(table).CreateIfNotExistsAsync(cancellationToken);
        }
        foreach (
            var table in StorageOrder.Writing.Where(table => line.Tables.Count == 0 || line.Tables.Contains(table))
        )
        {
            foreach (var part in manifest.PartsOf(table))
                await RestoreAsync(folder, manifest, part, progress, cancellationToken);
            var rows = manifest.RowsOf(table).ToString("N0", CultureInfo.InvariantCulture);
            around.Output.WriteLine(line.IsPart ? $"{table}: searched {rows} rows" : $"{table}: {rows} rows");
        }
        progress?.End();
        around.Output.WriteLine(
            line.IsPart ? "done" : "done. Outgoing mail is held until the parameter mail.mode is set."
        );
    }

    private async Task<RestoreProgress> OpenProgressAsync(BackupFolder folder, CancellationToken cancellationToken)
    {
        var progress = await RestoreProgress.OpenAsync(
            folder.PathOf($"restore-{account.Name}.json"),
            cancellationToken
        );
        if (progress.HasBegun)
            around.Output.WriteLine("goes on where it was interrupted");
        return progress;
    }

    private async Task RestoreAsync(
        BackupFolder folder,
        Manifest manifest,
        Part part,
        RestoreProgress? progress,
        CancellationToken cancellationToken
    )
    {
        var done = progress?.Of(part) ?? 0;
        if (done == part.Rows)
            return;
        var lines = PartReader.LinesAsync(folder.PathOf(part.File), cancellationToken).Skip((int)done);
        var batches = RestoreBatch.DivideAsync(part.Of, lines, row => Restored(part.Of, row, manifest.Origin));
        var atOnce = new ParallelOptions
        {
            MaxDegreeOfParallelism = line.AtOnce,
            CancellationToken = cancellationToken,
        };
        await foreach (var some in batches.Chunk(line.AtOnce * BatchesPerCall).WithCancellation(cancellationToken))
        {
            await Parallel.ForEachAsync(
                some,
                atOnce,
                async (batch, cancelled) => await _writer.WriteAsync(batch, cancelled)
            );
            done += some.Sum(batch => batch.Lines);
            if (progress is not null)
                await progress.SaveAsync(part, done, cancellationToken);
        }
    }

    private TableEntity? Restored(string table, TableEntity row, string origin) =>
        line.Partition is { } partition && row.PartitionKey != partition
            ? null
            : RestoredRows.Restore(table, row, origin);
}
