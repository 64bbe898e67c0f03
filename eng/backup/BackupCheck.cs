namespace Postern.Backup;

/// <summary>Whether the files of a backup are those that were written.</summary>
internal static class BackupCheck
{
    public static async Task<IReadOnlyList<string>> ProblemsAsync(
        BackupFolder folder,
        Manifest manifest,
        CancellationToken cancellationToken
    )
    {
        var problems = new List<string>();
        foreach (var part in manifest.Parts)
        {
            if (await PartReader.ProblemOfAsync(folder.PathOf(part.File), part, cancellationToken) is { } problem)
                problems.Add(problem);
        }
        return problems;
    }

    /// <summary>Nothing of a broken backup is restored.</summary>
    /// <exception cref="RefusedException">Files are missing, cut or changed.</exception>
    public static async Task MustBeWholeAsync(
        BackupFolder folder,
        Manifest manifest,
        CancellationToken cancellationToken
    )
    {
        var problems = await ProblemsAsync(folder, manifest, cancellationToken);
        if (problems.Count > 0)
            throw new RefusedException($"Nothing was restored: {string.Join("; ", problems)}.", ExitCode.Differs);
    }
}
