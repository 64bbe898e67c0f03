using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;
using StreamJsonRpc;

namespace Postern.Tests.Infra;

/// <summary>
/// The Bicep compiler of the package that the project names; <c>POSTERN_BICEP</c> names another one, for machines that
/// it does not run on.
/// </summary>
internal static class BicepCompiler
{
    private static readonly string Path = Environment.GetEnvironmentVariable("POSTERN_BICEP") is { Length: > 0 } own
        ? own
        : typeof(BicepCompiler)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(metadata => metadata.Key == "BicepCompiler")
            .Value!;

    // A compiler that runs already answers in a tenth of the time. It ends with its input, so with the tests.
    private static readonly Lazy<JsonRpc> Server = new(() => Serve(Start("jsonrpc", "--stdio")));

    /// <summary>Runs it; what it says on its error output are its diagnostics.</summary>
    public static async Task<(string Output, string Diagnostics)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var diagnostics = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(
            process.ExitCode == 0,
            $"bicep {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{diagnostics}\n{await output}"
        );
        return (await output, diagnostics);
    }

    /// <summary>What a deployment with a file of parameters would make, in JSON; its errors are thrown.</summary>
    public static async Task<string> SnapshotAsync(string path, string subscriptionId, string tenantId, string location)
    {
        var metadata = new
        {
            subscriptionId,
            tenantId,
            location,
        };
        var answer = await Server.Value.InvokeAsync<JsonNode>("bicep/getSnapshot", new { path, metadata });
        return answer["snapshot"]!.GetValue<string>();
    }

    private static JsonRpc Serve(Process process)
    {
        // Unread, its diagnostics would fill the pipe in the end.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var rpc = new JsonRpc(
            new HeaderDelimitedMessageHandler(
                process.StandardInput.BaseStream,
                process.StandardOutput.BaseStream,
                new SystemTextJsonFormatter()
            )
        );
        rpc.StartListening();
        return rpc;
    }

    private static Process Start(params string[] arguments)
    {
        Assert.True(
            File.Exists(Path),
            $"There is no Bicep compiler at {Path}: run `dotnet restore tests`, or name one in POSTERN_BICEP."
        );
        return Process.Start(
            new ProcessStartInfo(Path, arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }
}
