namespace Postern.Backup;

/// <summary>
/// How far a restore into an account is, in a file beside the backup, so that a run after an interruption goes on there.
/// </summary>
internal sealed class RestoreProgress(string path)
{
    private readonly Dictionary<string, long> _lines = [];

    public static async Task<RestoreProgress> OpenAsync(string path, CancellationToken cancellationToken)
    {
        var progress = new RestoreProgress(path);
        foreach (var (file, lines) in await JsonFile.FindAsync<Dictionary<string, long>>(path, cancellationToken) ?? [])
            progress._lines[file] = lines;
        return progress;
    }

    public bool HasBegun => _lines.Count > 0;

    /// <summary>How many lines of a file were restored.</summary>
    public long Of(Part part) => _lines.GetValueOrDefault(part.File);

    public Task SaveAsync(Part part, long lines, CancellationToken cancellationToken)
    {
        _lines[part.File] = lines;
        return JsonFile.SaveAsync(path, _lines, cancellationToken);
    }

    /// <summary>All is restored: the next run begins anew.</summary>
    public void End() => File.Delete(path);
}
