using System.Text.Json;

namespace Postern.Backup;

/// <summary>A small file that is either as it was or as it is now, whatever happens while it is written.</summary>
internal static class JsonFile
{
    public const string Temporary = ".tmp";
    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<T?> FindAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        if (!File.Exists(path))
            return null;
        await using var file = File.OpenRead(path);
        return await JsonSerializer.DeserializeAsync<T>(file, Readable, cancellationToken);
    }

    public static async Task SaveAsync<T>(string path, T value, CancellationToken cancellationToken)
    {
        await using (var file = CreateTemporary(path))
        {
            await JsonSerializer.SerializeAsync(file, value, Readable, cancellationToken);
            file.Flush(flushToDisk: true);
        }
        File.Move(path + Temporary, path, overwrite: true);
    }

    /// <summary>Opens the file that is to take the place of one; nobody else may read it.</summary>
    public static FileStream CreateTemporary(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path + Temporary, options);
    }
}
