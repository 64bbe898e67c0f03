namespace Postern.Backup;

/// <summary>
/// The folder of a backup: <c>manifest.json</c> is written last, so that a folder with one is whole;
/// <c>progress.json</c> stands there until then.
/// </summary>
internal sealed class BackupFolder(string path) : IDisposable
{
    private FileStream? _lock;

    private string ManifestPath => PathOf("manifest.json");

    private string ProgressPath => PathOf("progress.json");

    public string PathOf(string file) => Path.Combine(path, file);

    /// <summary>Keeps other runs out, and what a dead one left half.</summary>
    /// <exception cref="RefusedException">Another run works on it.</exception>
    public void Enter()
    {
        Directory.CreateDirectory(path);
        try
        {
            var options = new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                Options = FileOptions.DeleteOnClose,
            };
            _lock = new FileStream(PathOf("lock"), options);
        }
        catch (IOException)
        {
            throw new RefusedException($"Another run works on {path}.");
        }
        foreach (var half in Directory.EnumerateFiles(path, "*" + JsonFile.Temporary))
            File.Delete(half);
    }

    /// <exception cref="RefusedException">There is no whole backup.</exception>
    public async Task<Manifest> ReadAsync(CancellationToken cancellationToken)
    {
        if (await JsonFile.FindAsync<Manifest>(ManifestPath, cancellationToken) is { } manifest)
            return manifest.Version == Manifest.Current
                ? manifest
                : throw new RefusedException($"{path} has version {manifest.Version}, which this tool does not know.");
        throw new RefusedException(
            File.Exists(ProgressPath)
                ? $"The backup in {path} was interrupted: run backup {path} again, which goes on there."
                : $"{path} has no backup: it has no manifest.json."
        );
    }

    /// <summary>What an earlier run into the folder has done; null when there was none.</summary>
    /// <exception cref="RefusedException">It is whole, or something else.</exception>
    public async Task<Manifest?> FindProgressAsync(CancellationToken cancellationToken)
    {
        if (await JsonFile.FindAsync<Manifest>(ManifestPath, cancellationToken) is { } whole)
            throw new RefusedException(
                $"{path} has a whole backup of {whole.Account}, begun {whole.Started:u}. Give another folder."
            );
        return await JsonFile.FindAsync<Manifest>(ProgressPath, cancellationToken);
    }

    public Task SaveProgressAsync(Manifest progress, CancellationToken cancellationToken) =>
        JsonFile.SaveAsync(ProgressPath, progress, cancellationToken);

    public async Task CompleteAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        await JsonFile.SaveAsync(ManifestPath, manifest, cancellationToken);
        File.Delete(ProgressPath);
    }

    public void Dispose() => _lock?.Dispose();
}
