using Postern.Tests.Support;

namespace Postern.Bench.EndToEnd;

/// <summary>The folder of a built devhost, and the name that it has in the results.</summary>
internal sealed record NamedFolder(string Name, string Folder)
{
    /// <summary>The devhost that <c>dotnet build -c Release devhost</c> makes.</summary>
    public static NamedFolder Own { get; } =
        new("now", Path.Combine(Repository.Root, "devhost", "bin", "Release", "net10.0"));

    /// <summary>Parses <c>NAME=FOLDER</c>; without a name it is that of the folder.</summary>
    public static NamedFolder Parse(string text) =>
        text.Split('=', 2) is [var name, var folder]
            ? new NamedFolder(name, Path.GetFullPath(folder))
            : new NamedFolder(Path.GetFileName(Path.TrimEndingDirectorySeparator(text)), Path.GetFullPath(text));
}
