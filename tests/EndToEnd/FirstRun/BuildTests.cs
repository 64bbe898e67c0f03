using Postern.Tests.Support;

namespace Postern.Tests.FirstRun;

/// <summary>./run builds when something has changed, and never starts what was made of other sources.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class BuildTests : IDisposable
{
    // The build of a project of one file: its output is the source.
    private const string Compiler =
        "[ \"$1\" = build ] || exit 0\n[ -z \"$BROKEN\" ] || { echo 'error CS1002'; exit 1; }\n"
        + "mkdir -p devhost/bin/Release/net10.0\n"
        + "cat devhost/Program.cs > devhost/bin/Release/net10.0/Postern.DevHost.dll";

    private readonly string _root = Directory.CreateTempSubdirectory("tree").FullName;
    private readonly ToolFolder _tools = new();

    public BuildTests()
    {
        foreach (var folder in (string[])["eng", "devhost", "functions", "shared/Core", "docs"])
            Directory.CreateDirectory(Path.Combine(_root, folder));
        File.Copy(Path.Combine(Repository.Root, "eng/build.mjs"), Path.Combine(_root, "eng/build.mjs"));
        File.Copy(Path.Combine(Repository.Root, "global.json"), Path.Combine(_root, "global.json"));
        Write("devhost/Program.cs", "first");
        Write("shared/Core/Router.cs", "rules");
        _tools.Link("node").Script("dotnet", Compiler);
    }

    private string Output => Path.Combine(_root, "devhost/bin/Release/net10.0/Postern.DevHost.dll");

    public void Dispose()
    {
        _tools.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task What_has_not_changed_is_not_built_again()
    {
        Assert.True(await BuildsAsync());
        Assert.False(await BuildsAsync());
        // As after a checkout: another time, the same content.
        File.SetLastWriteTimeUtc(Path.Combine(_root, "devhost/Program.cs"), DateTime.UtcNow.AddMinutes(5));
        Assert.False(await BuildsAsync());
    }

    [Theory]
    [InlineData("devhost/Program.cs")]
    [InlineData("shared/Core/Router.cs")]
    [InlineData("shared/Core/Added.cs")]
    [InlineData("functions/packages.lock.json")]
    [InlineData("Directory.Packages.props")]
    [InlineData("docs/openapi.json")]
    [InlineData("local.settings.json")]
    public async Task A_changed_source_is_built_also_when_its_time_is_old(string source)
    {
        Assert.True(await BuildsAsync());
        Write(source, "second");
        File.SetLastWriteTimeUtc(Path.Combine(_root, source), DateTime.UtcNow.AddYears(-1));
        Assert.True(await BuildsAsync());
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(_root, "devhost/Program.cs")),
            await File.ReadAllTextAsync(Output)
        );
        Assert.False(await BuildsAsync());
    }

    [Fact]
    public async Task A_deleted_source_is_a_change()
    {
        Assert.True(await BuildsAsync());
        File.Delete(Path.Combine(_root, "shared/Core/Router.cs"));
        Assert.True(await BuildsAsync());
    }

    [Fact]
    public async Task Output_that_something_else_has_made_is_built_anew()
    {
        Assert.True(await BuildsAsync());
        await File.WriteAllTextAsync(Output, "of another branch");
        Assert.True(await BuildsAsync());
        Assert.Equal("first", await File.ReadAllTextAsync(Output));
    }

    [Fact]
    public async Task A_build_that_failed_is_tried_again_and_says_why()
    {
        Assert.True(await BuildsAsync());
        Write("devhost/Program.cs", "broken");
        var broken = await BuildAsync(("BROKEN", "yes"));
        Assert.Equal(1, broken.Code);
        Assert.Contains("error CS1002", broken.Error, StringComparison.Ordinal);
        Write("devhost/Program.cs", "first");
        Assert.True(await BuildsAsync());
    }

    private async Task<bool> BuildsAsync()
    {
        var (code, output, error) = await BuildAsync();
        Assert.Equal((0, ""), (code, error));
        return output == "Building …\n";
    }

    private Task<ScriptRun> BuildAsync(params (string Name, string Value)[] variables) =>
        ScriptRun.OfAsync(
            _root,
            Path.Combine(_tools.Path, "node"),
            ["eng/build.mjs"],
            [("PATH", _tools.Path), .. variables]
        );

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_root, file), text);
}
