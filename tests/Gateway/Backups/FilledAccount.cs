using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Backups;

/// <summary>
/// The account of a gateway that has worked, with rows of every type, keys that must be written otherwise in an address,
/// and more than one page of a table. No gateway runs on it.
/// </summary>
public sealed class FilledAccount : IAsyncLifetime
{
    private const int Many = 1500;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private Azurite? _azurite;
    private int _folders;

    public string Storage { get; private set; } = "";

    public string EmptyAccount() => _azurite!.NewAccount();

    /// <summary>The path of a folder that is not there yet.</summary>
    public string NewFolder() => Path.Combine(_folder.FullName, $"{Interlocked.Increment(ref _folders)}");

    public async Task InitializeAsync()
    {
        _azurite = await Azurite.SharedAsync();
        Storage = _azurite.NewAccount();
        await WorkAsync();
        var due = new TableClient(Storage, TableNames.Attention);
        await due.AddEntityAsync(EveryType());
        foreach (var chunk in Enumerable.Range(0, Many).Chunk(100))
        {
            await due.SubmitTransactionAsync(
                chunk.Select(number => new TableTransactionAction(
                    TableTransactionActionType.Add,
                    new TableEntity("many", $"{number:d5}") { ["number"] = number }
                ))
            );
        }
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private async Task WorkAsync()
    {
        // Some time ago, so that it does not look as if it ran.
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(-1));
        await using var gateway = await TestGateway.StartAsync(Storage, time, null);
        await gateway.SetUpDeskAsync();
        await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();
        await gateway.AdvanceAsync(TimeSpan.FromMinutes(1));
    }

    private static TableEntity EveryType() =>
        new("it's % & ü = +", "row 'x' + y \"z\" 漢字")
        {
            ["int"] = int.MinValue,
            ["long"] = long.MaxValue,
            ["small"] = 1L,
            ["double"] = 0.1 + 0.2,
            ["whole"] = 3.0,
            ["nothing"] = -0.0,
            ["largest"] = double.MaxValue,
            ["true"] = true,
            ["bytes"] = new byte[] { 0, 255, 128 },
            ["none"] = Array.Empty<byte>(),
            ["guid"] = Guid.NewGuid(),
            ["time"] = new DateTimeOffset(2026, 11, 29, 1, 2, 3, TimeSpan.Zero).AddTicks(1234567),
            ["text"] = "\"quoted\" \\ \t\r\n\u0001 € 😀 <&>",
            ["empty"] = "",
            ["number"] = "12",
            ["date"] = "2026-11-29T00:00:00Z",
            ["long_text"] = new string('ä', 32_000),
        };
}
