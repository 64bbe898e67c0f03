using System.Globalization;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Backup;

/// <summary>Compares the files of a backup with its manifest, and the rows of an account with both.</summary>
internal sealed class VerifyRun(CommandLine line, Account? account, Surroundings around)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var folder = new BackupFolder(line.Folder);
        var manifest = await folder.ReadAsync(cancellationToken);
        var problems = (await BackupCheck.ProblemsAsync(folder, manifest, cancellationToken)).ToList();
        if (line.Blobs is { } blobs)
            problems.AddRange(
                await BlobCheck.ProblemsAsync(folder, manifest, new BlobFolder(blobs), cancellationToken)
            );
        foreach (var table in StorageOrder.Writing)
        {
            if (account is not null && await CompareAsync(account, manifest, table, cancellationToken) is { } problem)
                problems.Add(problem);
        }
        foreach (var problem in problems)
            around.Errors.WriteLine(problem);
        if (problems.Count > 0)
            return ExitCode.Differs;
        var rows = StorageOrder.Writing.Sum(manifest.RowsOf).ToString("N0", CultureInfo.InvariantCulture);
        around.Output.WriteLine(
            $"{rows} rows of {manifest.Account}, begun {manifest.Started:u}: "
                + (account is null ? "the files are whole" : $"the files are whole, and {account.Name} has the rows")
        );
        return ExitCode.Done;
    }

    private static async Task<string?> CompareAsync(
        Account account,
        Manifest manifest,
        string table,
        CancellationToken cancellationToken
    )
    {
        var (backup, there) = (manifest.FingerprintOf(table), new Fingerprint());
        await foreach (var row in account.Table(table).RowsAsync(after: null, cancellationToken))
        {
            if (!RestoredRows.IsOfItsAccount(table, row))
                there += Fingerprint.Of(RowText.Write(row).Span);
        }
        // A restore adds rows for work that was left.
        if (there == backup || (table == TableNames.Due && there.Count >= backup.Count))
            return null;
        return there.Count == backup.Count
            ? $"{table}: some of the {there.Count} rows differ"
            : $"{table}: {backup.Count} rows in the backup, {there.Count} in {account.Name}";
    }
}
