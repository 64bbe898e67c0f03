using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Postern.Tests.DevHost;

/// <summary>Azurite on free ports, in memory, for the tests of one collection.</summary>
public sealed class LocalStorage : IAsyncLifetime
{
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly int[] _ports = FreePorts(3);
    private Process? _process;

    public string ConnectionString => "DefaultEndpointsProtocol=http;AccountName=" + Account + ";AccountKey=" + Key
        + $";BlobEndpoint=http://127.0.0.1:{_ports[0]}/{Account};QueueEndpoint=http://127.0.0.1:{_ports[1]}/{Account};TableEndpoint=http://127.0.0.1:{_ports[2]}/{Account};";

    public async Task InitializeAsync()
    {
        string[] arguments =
        [
            Script(), "--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck",
            "--blobPort", $"{_ports[0]}", "--queuePort", $"{_ports[1]}", "--tablePort", $"{_ports[2]}",
        ];
        _process = Process.Start(new ProcessStartInfo("node", arguments) { RedirectStandardOutput = true });
        await Eventually.HoldsAsync(() => Task.FromResult(_ports.All(IsOpen)), TimeSpan.FromSeconds(30));
    }

    public Task DisposeAsync()
    {
        _process?.Kill();
        _process?.Dispose();
        return Task.CompletedTask;
    }

    private static string Script() => Environment.GetEnvironmentVariable("POSTERN_AZURITE")
        ?? Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)), "node_modules", "azurite", "dist", "src", "azurite.js");

    private static string Root(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Functions.sln")) ? folder.FullName : Root(folder.Parent!);

    private static bool IsOpen(int port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int[] FreePorts(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        listeners.ForEach(listener => listener.Start());
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        listeners.ForEach(listener => listener.Stop());
        return ports;
    }
}

[CollectionDefinition(Name)]
public sealed class LocalStorageTests : ICollectionFixture<LocalStorage>
{
    public const string Name = "local storage";
}
