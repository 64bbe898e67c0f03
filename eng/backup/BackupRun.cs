using System.Globalization;

namespace Postern.Backup;

/// <summary>Makes a backup, or ends one that was interrupted.</summary>
internal sealed class BackupRun(CommandLine line, Account account, Surroundings around)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new BackupFolder(line.Folder);
        folder.Enter();
        using var progress = new BackupProgress(folder, await BeginAsync(folder, cancellationToken));
        foreach (var group in StorageOrder.Reading)
            await ReadAsync(group, folder, progress, cancellationToken);
        if (line.Blobs is { } blobs)
            await new BlobBackup(account, folder, progress, new BlobFolder(blobs), line.AtOnce, around).RunAsync(
                cancellationToken
            );
        var manifest = progress.Manifest with { Finished = around.Now };
        await folder.CompleteAsync(manifest, cancellationToken);
        around.Output.WriteLine($"whole: {line.Folder}, begun {manifest.Started:u}");
        return ExitCode.Done;
    }

    private async Task<Manifest> BeginAsync(BackupFolder folder, CancellationToken cancellationToken)
    {
        if (await folder.FindProgressAsync(cancellationToken) is not { } begun)
        {
            await GatewayCheck.MustBeThereAsync(account, cancellationToken);
            return new Manifest { Account = account.Name, Started = around.Now };
        }
        if (begun.Account != account.Name)
            throw new RefusedException(
                $"{line.Folder} has an unfinished backup of {begun.Account}, not of {account.Name}."
            );
        around.Output.WriteLine($"goes on with the backup begun {begun.Started:u}");
        return begun;
    }

    private async Task ReadAsync(
        IReadOnlyList<string> tables,
        BackupFolder folder,
        BackupProgress progress,
        CancellationToken cancellationToken
    )
    {
        var backup = new TableBackup(account, folder, progress, around.Parts);
        var atOnce = new ParallelOptions
        {
            MaxDegreeOfParallelism = line.AtOnce,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(
            tables,
            atOnce,
            async (table, cancelled) =>
            {
                await backup.RunAsync(table, cancelled);
                var rows = progress.Manifest.RowsOf(table).ToString("N0", CultureInfo.InvariantCulture);
                around.Output.WriteLine($"{table}: {rows} rows");
            }
        );
    }
}
