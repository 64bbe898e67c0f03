using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Postern.Functions.Console;

/// <summary>
/// The files of the console. All but the page lie below a folder that is named by the hash of all of them, so that a
/// page never meets scripts of another version.
/// </summary>
internal sealed class ConsoleFiles
{
    private const string ResourcePrefix = "console/";
    private const string Page = "index.html";
    private const string HashPlaceholder = "{hash}";

    private static readonly Lazy<ConsoleFiles?> OfAssembly = new(() => Read(typeof(ConsoleFiles).Assembly));

    private readonly Dictionary<string, ConsoleFile> _files;

    /// <param name="contents">The files by their paths.</param>
    public ConsoleFiles(IReadOnlyDictionary<string, byte[]> contents)
    {
        Hash = HashOf(contents);
        _files = contents
            .Where(file => file.Key != Page)
            .ToDictionary(file => $"{Hash}/{file.Key}", file => new ConsoleFile(file.Key, file.Value));
        var page = Encoding.UTF8.GetString(contents[Page]).Replace(HashPlaceholder, Hash, StringComparison.Ordinal);
        _files.Add("", new ConsoleFile(Page, Encoding.UTF8.GetBytes(page)));
    }

    /// <summary>The files in this assembly; null when it was built without them.</summary>
    public static ConsoleFiles? Embedded => OfAssembly.Value;

    /// <summary>The hash of all files together.</summary>
    public string Hash { get; }

    /// <summary>The paths of all files below the console's address; that of the page is empty.</summary>
    public IReadOnlyCollection<string> Paths => _files.Keys;

    public ConsoleFile? Find(string path) => _files.GetValueOrDefault(path);

    private static ConsoleFiles? Read(Assembly assembly)
    {
        var contents = assembly
            .GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .ToDictionary(name => name[ResourcePrefix.Length..], name => Content(assembly, name));
        return contents.Count == 0 ? null : new ConsoleFiles(contents);
    }

    private static byte[] Content(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private static string HashOf(IReadOnlyDictionary<string, byte[]> contents)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, content) in contents.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{content.Length}\n"));
            hash.AppendData(content);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }
}
