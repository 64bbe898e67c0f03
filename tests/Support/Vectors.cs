namespace Postern.Tests.Support;

/// <summary>What a real Odoo 17.0 did, one JSON file a case; see <c>tests/Support/Vectors/README.md</c>.</summary>
public static class Vectors
{
    /// <summary>The folder of the sets: <c>POSTERN_VECTORS</c> if set, else the copies beside the tests.</summary>
    public static string Folder { get; } =
        Environment.GetEnvironmentVariable("POSTERN_VECTORS") is { Length: > 0 } folder ? folder : Copies;

    /// <summary>The copies beside the tests.</summary>
    public static string Copies => Path.Combine(AppContext.BaseDirectory, "Vectors");

    /// <summary>
    /// The cases of a set (<c>routing</c>, <c>select-server</c>): names without <c>.json</c>, in order.
    /// </summary>
    /// <exception cref="DirectoryNotFoundException">There is no such set.</exception>
    public static IReadOnlyList<string> Cases(string set) =>
        [
            .. Directory
                .EnumerateFiles(Path.Combine(Folder, set), "*.json")
                .Select(file => Path.GetFileNameWithoutExtension(file))
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The JSON of one case.</summary>
    public static string Read(string set, string name) => File.ReadAllText(Path.Combine(Folder, set, name + ".json"));
}
