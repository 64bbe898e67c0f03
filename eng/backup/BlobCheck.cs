using System.Security.Cryptography;

namespace Postern.Backup;

/// <summary>Whether the contents of the blobs that a backup lists are there, and are those that were copied.</summary>
internal static class BlobCheck
{
    public static async Task<IReadOnlyList<string>> ProblemsAsync(
        BackupFolder folder,
        Manifest manifest,
        BlobFolder contents,
        CancellationToken cancellationToken
    )
    {
        var problems = new List<string>();
        foreach (var container in StorageOrder.Containers)
        {
            foreach (var part in manifest.PartsOf(BlobBackup.ListOf(container)))
            {
                await foreach (var line in PartReader.LinesAsync(folder.PathOf(part.File), cancellationToken))
                {
                    var blob = BlobEntry.Read(line);
                    if (await ProblemOfAsync(contents.PathOf(container, blob), blob, cancellationToken) is { } problem)
                        problems.Add($"{container}/{blob.Name} {problem}");
                }
            }
        }
        return problems;
    }

    private static async Task<string?> ProblemOfAsync(string path, BlobEntry blob, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return "is missing";
        await using var file = File.OpenRead(path);
        if (file.Length != blob.Length)
            return "has another length";
        if (blob.Md5 is null)
            return null;
        // What storage itself calculates; it finds damage, not intent.
#pragma warning disable CA5351
        var hash = Convert.ToHexStringLower(await MD5.HashDataAsync(file, cancellationToken));
#pragma warning restore CA5351
        return hash == blob.Md5 ? null : "was changed";
    }
}
