using Azure.Core.Pipeline;
using Postern.Backup;

namespace Postern.Tests.Backups;

/// <summary>Runs of the tool, and what they print.</summary>
internal static class Tool
{
    /// <summary>Small files, so that a table has several.</summary>
    public static PartLimits Parts { get; } = new(Rows: 400);

    public static Task<Outcome> RunAsync(string storage, params string[] arguments) =>
        RunAsync(new Surroundings(), [.. arguments, "--account", storage]);

    /// <summary>Checks the files alone.</summary>
    public static Task<Outcome> VerifyAsync(string folder, params string[] options) =>
        RunAsync(new Surroundings(), ["verify", folder, .. options]);

    public static Task<Outcome> RunAsync(StorageGate gate, string account, params string[] arguments)
    {
        var around = new Surroundings
        {
            Credential = new ShortLivedTokens(),
            Transport = new HttpClientTransport(gate),
        };
        return RunAsync(around, [.. arguments, "--account", account]);
    }

    private static async Task<Outcome> RunAsync(Surroundings around, string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        around = around with
        {
            Output = TextWriter.Synchronized(output),
            Errors = errors,
            RetryDelay = TimeSpan.FromMilliseconds(1),
            Parts = Parts,
            Variable = _ => null,
        };
        var code = await new BackupTool(around).RunAsync(arguments, default);
        return new Outcome(code, output.ToString(), errors.ToString());
    }
}

/// <summary>What a run came to.</summary>
internal sealed record Outcome(int Code, string Output, string Errors);
