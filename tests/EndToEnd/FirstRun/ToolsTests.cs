using Postern.Tests.Support;

namespace Postern.Tests.FirstRun;

/// <summary>What a machine lacks is said in one sentence.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ToolsTests : IDisposable
{
    private readonly ToolFolder _tools = new();
    private readonly string _root = Directory.CreateTempSubdirectory("tree").FullName;

    public void Dispose()
    {
        _tools.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task Without_dotnet_the_start_says_so() =>
        AssertSays(await StartAsync(), "the .NET SDK is missing (global.json says which).");

    [Fact]
    public async Task Without_node_the_start_says_so()
    {
        _tools.Script("dotnet", "exit 1");
        AssertSays(await StartAsync(), "Node.js is missing, version 18 or newer");
    }

    [Theory]
    [InlineData("v8.17.0")]
    [InlineData("v16.20.2")]
    public async Task An_old_node_is_named_with_what_is_needed(string version)
    {
        _tools.Script("dotnet", "exit 1").Script("node", $"echo {version}");
        AssertSays(await StartAsync(), $"Node.js 18 or newer is needed; this is {version}.");
    }

    [Fact]
    public async Task Without_npm_the_installation_of_packages_says_so()
    {
        Copy("eng/packages.mjs", "package.json");
        AssertSays(await NodeAsync("eng/packages.mjs"), "npm, which comes with Node.js, is missing");
    }

    [Fact]
    public async Task An_old_sdk_is_named_with_what_is_needed()
    {
        Copy("eng/build.mjs", "global.json");
        foreach (var folder in (string[])["devhost", "functions", "shared"])
            Directory.CreateDirectory(Path.Combine(_root, folder));
        _tools.Script("dotnet", "[ \"$1\" = --list-sdks ] || exit 155\necho '8.0.404 [/usr/share/dotnet/sdk]'");
        AssertSays(
            await NodeAsync("eng/build.mjs"),
            "the .NET SDK 10.0.100 or newer is needed (global.json); installed: 8.0.404."
        );
    }

    private static void AssertSays(ScriptRun run, string sentence)
    {
        Assert.Equal(1, run.Code);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    private Task<ScriptRun> StartAsync() =>
        ScriptRun.OfAsync(
            Repository.Root,
            "bash",
            ["run"],
            ("PATH", _tools.Path),
            ("POSTERN_DATA", Path.Combine(_root, "data"))
        );

    private Task<ScriptRun> NodeAsync(string script)
    {
        _tools.Link("node");
        return ScriptRun.OfAsync(_root, Path.Combine(_tools.Path, "node"), [script], ("PATH", _tools.Path));
    }

    private void Copy(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root, file))!);
            File.Copy(Path.Combine(Repository.Root, file), Path.Combine(_root, file));
        }
    }
}
