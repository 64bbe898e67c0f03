namespace Postern.Tests.FirstRun;

/// <summary>
/// A folder for PATH that holds the usual tools of a shell, and of the programs that ./run needs only those asked for.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
internal sealed class ToolFolder : IDisposable
{
    private static readonly string[] Usual =
    [
        "awk",
        "bash",
        "base64",
        "cat",
        "dirname",
        "env",
        "grep",
        "head",
        "ln",
        "mkdir",
        "mv",
        "ps",
        "rm",
        "sed",
        "seq",
        "sh",
        "sleep",
        "tr",
    ];

    public ToolFolder()
    {
        foreach (var tool in Usual)
            Link(tool);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("tools").FullName;

    /// <summary>The program of the machine.</summary>
    public ToolFolder Link(string tool)
    {
        var found = Environment
            .GetEnvironmentVariable("PATH")!
            .Split(':')
            .Select(folder => System.IO.Path.Combine(folder, tool))
            .First(File.Exists);
        File.CreateSymbolicLink(System.IO.Path.Combine(Path, tool), found);
        return this;
    }

    /// <summary>A script of its name stands for a program.</summary>
    public ToolFolder Script(string tool, string text)
    {
        var path = System.IO.Path.Combine(Path, tool);
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return this;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
