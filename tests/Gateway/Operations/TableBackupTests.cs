using System.Diagnostics;
using Azure.Data.Tables;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Operations;

/// <summary>What eng/tables.mjs backs up is what it restores, in an account that has none of it.</summary>
public sealed class TableBackupTests
{
    [Fact]
    [Trait("Speed", "Long")]
    public async Task A_backup_restored_into_an_empty_account_is_the_same_row_for_row()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var azurite = await Azurite.SharedAsync();
            var (from, to) = (azurite.NewAccount(), azurite.NewAccount());
            await FillAsync(from);

            await RunAsync(from, "backup", Path.Combine(folder, "backup"));
            await RunAsync(to, "restore", Path.Combine(folder, "backup"));

            var before = await ReadAsync(from);
            Assert.True(before.Count > 1500);
            Assert.Equal(before, await ReadAsync(to));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>
    /// A gateway that has worked, and rows of every type, with keys that must be written otherwise in an address,
    /// on more than one page.
    /// </summary>
    private static async Task FillAsync(string storage)
    {
        await using var gateway = await TestGateway.StartAsync(
            storage,
            new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow),
            null
        );
        await gateway.SetUpDeskAsync();
        await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();
        var due = gateway.Get<GatewayStorage>().Table(TableNames.Due);
        await due.AddEntityAsync(
            new TableEntity("it's % & ü", "row 'x' + y")
            {
                ["int"] = 1,
                ["long"] = long.MaxValue,
                ["double"] = 1.5,
                ["bool"] = true,
                ["bytes"] = new byte[] { 1, 2 },
                ["guid"] = Guid.NewGuid(),
                ["time"] = DateTimeOffset.UtcNow,
            }
        );
        foreach (var chunk in Enumerable.Range(0, 1500).Chunk(100))
        {
            await due.SubmitTransactionAsync(
                chunk.Select(number => new TableTransactionAction(
                    TableTransactionActionType.Add,
                    new TableEntity("many", $"{number:d5}") { ["number"] = number }
                ))
            );
        }
    }

    private static async Task<IReadOnlyList<string>> ReadAsync(string storage)
    {
        var lines = new List<string>();
        foreach (var name in TableNames.All)
        {
            await foreach (var row in new TableClient(storage, name).QueryAsync<TableEntity>())
            {
                lines.Add(
                    $"{name} {string.Join(' ', row.Where(IsOwn).OrderBy(cell => cell.Key, StringComparer.Ordinal).Select(Shown))}"
                );
            }
        }
        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private static async Task RunAsync(string storage, string verb, string folder)
    {
        var start = new ProcessStartInfo("node", ["eng/tables.mjs", verb, folder])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["AZURE_STORAGE_CONNECTION_STRING"] = storage;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, error + await output);
    }

    private static bool IsOwn(KeyValuePair<string, object> cell) => cell.Key is not ("odata.etag" or "Timestamp");

    private static string Shown(KeyValuePair<string, object> cell)
    {
        var value = cell.Value is byte[] bytes ? Convert.ToHexString(bytes) : cell.Value;
        return $"{cell.Key}={cell.Value?.GetType().Name}:{value}";
    }
}
