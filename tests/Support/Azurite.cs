using System.Security.Cryptography;
using Xunit.Sdk;

namespace Postern.Tests.Support;

/// <summary>
/// Azurite, the emulator of Azure's tables, queues and blobs, in memory and on free ports. One process serves the whole
/// test run: tests that run in parallel use names of their own (<see cref="NewName"/>).
/// </summary>
public sealed class Azurite : IAsyncDisposable
{
    private const string Account = "postern";

    // A gateway names its tables itself, so every test that runs one needs an account of its own.
    private const int Accounts = 2000;

    private static readonly Lazy<Task<Azurite>> Shared = new(StartAsync);
    private static int _names;
    private static int _accounts;

    private readonly SideProcess _process;
    private readonly int[] _ports;
    private readonly Func<string, string> _connection;

    private Azurite(SideProcess process, int[] ports, Func<string, string> connection)
    {
        _process = process;
        _ports = ports;
        _connection = connection;
        ConnectionString = connection(Account);
    }

    /// <summary>Full connection string, with account, key and the three endpoints.</summary>
    public string ConnectionString { get; }

    /// <summary>The one of this test run, started when first asked for; it ends with the test process.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or did not start.</exception>
    public static Task<Azurite> SharedAsync() => Shared.Value;

    /// <summary>
    /// A name that no other test of this run uses: valid for tables, queues and containers, and as a prefix.
    /// </summary>
    public static string NewName(string start = "test") => $"{start}{Interlocked.Increment(ref _names)}x";

    /// <summary>Connection string of an empty account that no other test of this run uses.</summary>
    public string NewAccount() => _connection(NameOf(Interlocked.Increment(ref _accounts)));

    /// <summary>Starts one more, for tests that stop it or need it empty.</summary>
    /// <exception cref="InvalidOperationException">It is not installed, or did not start.</exception>
    public static async Task<Azurite> StartAsync()
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(15));
        var ports = FreePorts.Take(3);
        var names = Enumerable.Range(0, Accounts).Select(NameOf).Prepend(Account);
        var accounts = string.Join(';', names.Select(name => $"{name}:{key}"));
        var process = SideProcess.Start("node", Arguments(ports), Path.GetTempPath(), ("AZURITE_ACCOUNTS", accounts));
        var azurite = new Azurite(process, ports, account => Connection(account, key, ports));
        try
        {
            await azurite.ReadyAsync();
            return azurite;
        }
        catch (XunitException late)
        {
            await azurite.DisposeAsync();
            throw new InvalidOperationException($"Azurite did not start.\n{process.Output}", late);
        }
    }

    /// <summary>Is not there for a time, as if it were stopped; what it holds stays.</summary>
    public async Task InterruptAsync(TimeSpan time)
    {
        await _process.WriteLineAsync("close");
        await Task.Delay(time);
        await _process.WriteLineAsync("open");
        await ReadyAsync();
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private async Task ReadyAsync()
    {
        foreach (var port in _ports)
            await Eventually.ReadAsync(() => Readiness.HttpAsync(port), IsAnswer);
    }

    private static string[] Arguments(int[] ports) =>
        [
            "--import",
            Path.Combine(Repository.Root, "tests", "Support", "azurite.mjs"),
            Script(),
            "--inMemoryPersistence",
            "--silent",
            "--disableTelemetry",
            "--skipApiVersionCheck",
            "--blobPort",
            $"{ports[0]}",
            "--queuePort",
            $"{ports[1]}",
            "--tablePort",
            $"{ports[2]}",
        ];

    private static string Script()
    {
        var script = Environment.GetEnvironmentVariable("POSTERN_AZURITE") is { Length: > 0 } path
            ? path
            : Path.Combine(Repository.Root, "node_modules", "azurite", "dist", "src", "azurite.js");
        return File.Exists(script)
            ? script
            : throw new InvalidOperationException(
                $"Azurite is not installed: there is no {script}. ./test installs it."
            );
    }

    private static string NameOf(int number) => $"postern{number}";

    private static string Connection(string account, string key, int[] ports) =>
        $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey={key};"
        + $"BlobEndpoint=http://127.0.0.1:{ports[0]}/{account};"
        + $"QueueEndpoint=http://127.0.0.1:{ports[1]}/{account};"
        + $"TableEndpoint=http://127.0.0.1:{ports[2]}/{account};";

    private static bool IsAnswer(string answer) => answer.StartsWith("HTTP ", StringComparison.Ordinal);
}
