using System.Security.Cryptography;
using Postern.Bench.Measuring;
using Postern.Tests.Support;

namespace Postern.Bench.EndToEnd;

/// <summary>An Azurite of the bench's own, in memory, that counts the calls of each account.</summary>
internal sealed class Emulator : IAsyncDisposable
{
    private const int Accounts = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Child _child;
    private readonly int[] _ports;
    private readonly string _key;
    private readonly HttpClient _client = new() { Timeout = Patience };
    private int _given;

    private Emulator(Child child, int[] ports, string key) => (_child, _ports, _key) = (child, ports, key);

    public ProcessUse Use => ProcessUse.Of(_child.Id);

    /// <exception cref="InvalidOperationException">It is not installed, or did not start.</exception>
    public static async Task<Emulator> StartAsync()
    {
        var script = Environment.GetEnvironmentVariable("POSTERN_AZURITE") is { Length: > 0 } path
            ? path
            : Path.Combine(Repository.Root, "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(script))
            throw new InvalidOperationException(
                $"Azurite is not installed: there is no {script}. eng/azurite installs it."
            );
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(15));
        var ports = FreePorts.Take(3);
        var accounts = string.Join(';', Enumerable.Range(0, Accounts).Select(number => $"{NameOf(number)}:{key}"));
        var child = Child.Start("node", Arguments(script, ports), [new("AZURITE_ACCOUNTS", accounts)]);
        var emulator = new Emulator(child, ports, key);
        await emulator.ReadyAsync();
        return emulator;
    }

    /// <summary>An empty account.</summary>
    public (string Name, string Connection) NewAccount()
    {
        var name = NameOf(_given++);
        return (
            name,
            $"DefaultEndpointsProtocol=http;AccountName={name};AccountKey={_key};"
                + $"BlobEndpoint=http://127.0.0.1:{_ports[0]}/{name};"
                + $"QueueEndpoint=http://127.0.0.1:{_ports[1]}/{name};"
                + $"TableEndpoint=http://127.0.0.1:{_ports[2]}/{name};"
        );
    }

    /// <summary>The calls of an account so far.</summary>
    public async Task<CallCounts> CountAsync(string account) =>
        CallCounts.Parse(await _client.GetStringAsync($"http://127.0.0.1:{_ports[1]}/bench/calls"), account);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _child.DisposeAsync();
    }

    private async Task ReadyAsync()
    {
        using var deadline = new CancellationTokenSource(Patience);
        foreach (var port in _ports)
        {
            while (!(await Readiness.HttpAsync(port)).StartsWith("HTTP ", StringComparison.Ordinal))
            {
                if (_child.HasEnded || deadline.IsCancellationRequested)
                    throw new InvalidOperationException($"Azurite did not start.\n{_child.Output}");
                await Task.Delay(20);
            }
        }
    }

    private static string[] Arguments(string script, int[] ports) =>
        [
            "--import",
            Path.Combine(Repository.Root, "bench", "azurite.mjs"),
            script,
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

    private static string NameOf(int number) => $"bench{number}";
}
