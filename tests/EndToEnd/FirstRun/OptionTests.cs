using Postern.DevHost.Configuration;
using Postern.Tests.Support;

namespace Postern.Tests.FirstRun;

/// <summary>./run reads its options before it makes or starts anything, by the help of the devhost.</summary>
public sealed class OptionTests : IDisposable
{
    private readonly string _data = Path.Combine(Path.GetTempPath(), $"run-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_data))
            Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task The_help_names_every_option_of_the_devhost_at_once()
    {
        var (code, output, _) = await RunAsync("--help");
        Assert.Equal(0, code);
        Assert.All(
            CommandLine.Usage.Split('\n').Where(line => line.StartsWith("  --", StringComparison.Ordinal)),
            line => Assert.Contains($"{line}\n", output, StringComparison.Ordinal)
        );
        Assert.Contains("  --demo ", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_data));
    }

    [Fact]
    public async Task Options_with_and_without_values_are_told_apart()
    {
        string[] all =
        [
            "--verbose",
            "--catch-mail",
            "--port",
            "7080",
            "--catch-mail",
            "2526",
            "--functions",
            "A,B",
            "--quiet",
            "--listen",
            "0.0.0.0",
        ];
        var read = CommandLine.Parse([.. all.Where(option => option != "--quiet")]);
        Assert.Equal((true, 7080, 2526, "0.0.0.0"), (read.Verbose, read.Port, read.CatchMailPort, $"{read.Listen}"));
        Assert.Equal(0, (await RunAsync([.. all, "--help"])).Code);
        Assert.Equal(2, (await RunAsync([.. all, "more", "--help"])).Code);
    }

    [Theory]
    [InlineData("--prot", "8080")]
    [InlineData("--port", "web")]
    [InlineData("--port", "70000")]
    [InlineData("--port")]
    [InlineData("--instances", "0")]
    [InlineData("--instances", "65")]
    [InlineData("--functions")]
    [InlineData("--lease-seconds", "-1")]
    [InlineData("7071")]
    public async Task What_the_devhost_refuses_is_refused_before_anything_is_made(params string[] options)
    {
        Assert.Throws<CommandLineException>(() => CommandLine.Parse(options));
        var (code, output, error) = await RunAsync(options);
        Assert.Equal((2, ""), (code, output));
        Assert.StartsWith("run: ", error, StringComparison.Ordinal);
        Assert.Contains(options[0], error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.False(Directory.Exists(_data));
    }

    private Task<ScriptRun> RunAsync(params string[] options) =>
        ScriptRun.OfAsync(Repository.Root, "bash", ["run", .. options], ("POSTERN_DATA", _data));
}
