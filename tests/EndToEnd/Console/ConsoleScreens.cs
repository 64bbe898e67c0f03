using Postern.Tests.Support;

namespace Postern.Tests.Console;

/// <summary>The files of the console as they lie in the repository.</summary>
internal static class ConsoleScreens
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "functions", "Console", "www");

    /// <summary>The screens: a file each.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Directory
            .GetFiles(Path.Combine(Folder, "screens"), "*.js")
            .Select(file => Path.GetFileNameWithoutExtension(file))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>All files, with <c>/</c> between folders.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. Directory
            .GetFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Folder, file).Replace('\\', '/')),
    ];
}
