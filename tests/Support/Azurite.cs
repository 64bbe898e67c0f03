using System.Security.Cryptography;

namespace Postern.Tests.Support;

/// <summary>
/// Azurite, the emulator of Azure's tables, queues and blobs, in memory and on free ports. One serves the whole test run:
/// tests that run side by side keep apart by names of their own (<see cref="NewName"/>).
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    private const string Account = "postern";

    private static readonly Lazy<Task<Azurite>> Shared = new(StartAsync);
    private static int names;

    private readonly SideProcess process;

    private Azurite(SideProcess process, string connectionString)
    {
        this.process = process;
        ConnectionString = connectionString;
    }

    /// <summary>Full connection string, with account, key and the three endpoints.</summary>
    public string ConnectionString { get; }

    /// <summary>The one of this test run, started when first asked for; it ends with the test process.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or did not start.</exception>
    public static Task<Azurite> SharedAsync() => Shared.Value;

    /// <summary>A name that no other test of this run uses; it suits tables, queues and containers, and as a prefix.</summary>
    public static string NewName(string start = "test") => $"{start}{Interlocked.Increment(ref names)}x";

    /// <summary>Starts one more, for tests that stop it or need it empty.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or did not start.</exception>
    public static async Task<Azurite> StartAsync()
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
        var ports = FreePorts.Take(3);
        var process = SideProcess.Start("node", Arguments(ports), Path.GetTempPath(), ("AZURITE_ACCOUNTS", $"{Account}:{key}"));
        var azurite = new Azurite(process, Connection(key, ports));
        foreach (var port in ports)
        {
            await azurite.WaitUntilReadyAsync(port);
        }

        return azurite;
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static string[] Arguments(int[] ports) =>
    [
        // Azurite itself would stay when the test process is gone.
        "--import", "data:text/javascript,process.stdin.on('end',()=>process.exit()).resume()",
        Script(),
        "--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck",
        "--blobPort", $"{ports[0]}", "--queuePort", $"{ports[1]}", "--tablePort", $"{ports[2]}",
    ];

    private static string Script()
    {
        var script = Environment.GetEnvironmentVariable("POSTERN_AZURITE") is { Length: > 0 } path
            ? path
            : Path.Combine(Repository.Root, "node_modules", "azurite", "dist", "src", "azurite.js");
        return File.Exists(script)
            ? script
            : throw new InvalidOperationException($"Azurite is not installed: there is no {script}. ./test installs it.");
    }

    private static string Connection(string key, int[] ports) =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={key};" +
        $"BlobEndpoint=http://127.0.0.1:{ports[0]}/{Account};" +
        $"QueueEndpoint=http://127.0.0.1:{ports[1]}/{Account};" +
        $"TableEndpoint=http://127.0.0.1:{ports[2]}/{Account};";

    private async Task WaitUntilReadyAsync(int port)
    {
        var answer = await Eventually.ReadAsync(
            () => Readiness.HttpAsync(port), answer => process.HasExited || answer.StartsWith("HTTP ", StringComparison.Ordinal));
        if (process.HasExited)
        {
            throw new InvalidOperationException($"Azurite did not start ({answer}): {process.Output}");
        }
    }
}
