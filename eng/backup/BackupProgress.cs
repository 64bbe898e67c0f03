namespace Postern.Backup;

/// <summary>What a backup has done so far, on the disk after each file. Tables that are read side by side share it.</summary>
internal sealed class BackupProgress(BackupFolder folder, Manifest begun) : IDisposable
{
    private readonly SemaphoreSlim _saving = new(1);

    public Manifest Manifest { get; private set; } = begun;

    public bool IsWhole(string name) => Manifest.Whole.Contains(name);

    public Task AddAsync(Part part, CancellationToken cancellationToken) =>
        ChangeAsync(manifest => manifest with { Parts = [.. manifest.Parts, part] }, cancellationToken);

    /// <summary>Forgets the files of a list that is read anew.</summary>
    public Task ForgetAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(
            manifest => manifest with { Parts = [.. manifest.Parts.Where(part => part.Of != name)] },
            cancellationToken
        );

    public Task EndAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(manifest => manifest with { Whole = [.. manifest.Whole, name] }, cancellationToken);

    public void Dispose() => _saving.Dispose();

    private async Task ChangeAsync(Func<Manifest, Manifest> change, CancellationToken cancellationToken)
    {
        await _saving.WaitAsync(cancellationToken);
        try
        {
            Manifest = change(Manifest);
            await folder.SaveProgressAsync(Manifest, cancellationToken);
        }
        finally
        {
            _saving.Release();
        }
    }
}
