using System.Globalization;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.DevHost.Smtp;
using Postern.Gateway;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Support;

namespace Postern.Tests.Flows;

/// <summary>
/// A gateway that runs in processes of its own, on a storage account of its own, with a mail server that catches
/// what it
/// sends. This process only hands mail in and reads what became of it.
/// </summary>
internal sealed class Deployment : IAsyncDisposable
{
    public const string Domain = "mycompany.example";
    public const string Agent = $"agent@{Domain}";

    /// <summary>What is a quarter of an hour in production: longer than a busy machine needs for one mail.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(8);

    private readonly Dictionary<string, string> _settings;
    private readonly ServiceProvider _services;

    private Deployment(Dictionary<string, string> settings, ServiceProvider services, SmtpCatcher catcher) =>
        (_settings, _services, Catcher) = (settings, services, catcher);

    /// <summary>The default server of the gateway.</summary>
    public SmtpCatcher Catcher { get; }

    /// <summary>Makes the account and the support desk; the functions do not run yet.</summary>
    public static async Task<Deployment> CreateAsync(params (string Name, string Value)[] further) =>
        await CreateAsync(await Azurite.SharedAsync(), further);

    /// <summary>The same on a storage of the test's own.</summary>
    public static async Task<Deployment> CreateAsync(Azurite azurite, params (string Name, string Value)[] further)
    {
        var catcher = new SmtpCatcher(0, null, TimeProvider.System, NullLogger<SmtpCatcher>.Instance);
        var settings = Settings(azurite.NewAccount(), catcher.Port);
        foreach (var (name, value) in further)
            settings[name] = value;
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(
                settings.ToDictionary(
                    setting => setting.Key.Replace("__", ":", StringComparison.Ordinal),
                    setting => (string?)setting.Value
                )
            )
            .Build();
        var services = new ServiceCollection().AddLogging();
        services.AddPostern(configuration, new HostingEnvironment { EnvironmentName = Environments.Development });
        var deployment = new Deployment(settings, services.BuildServiceProvider(), catcher);
        await deployment.Get<GatewayStorage>().CreateMissingAsync(default);
        await deployment.SetUpDeskAsync();
        return deployment;
    }

    /// <summary>Starts the functions on two instances.</summary>
    public DevHostProcess Start(params string[] options) =>
        DevHostProcess.Start(
            ["--lease-seconds", "3", .. options],
            _settings.Select(setting => (setting.Key, setting.Value))
        );

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public Task PutAsync<T>(string kind, string id, T value) =>
        Get<ConfigurationStore>().PutAsync(kind, id, value, null, false, default);

    /// <summary>All rows of a table: their keys and some columns.</summary>
    public Task<IReadOnlyList<TableEntity>> RowsAsync(string table, params string[] columns) =>
        FindRowsAsync(table, null, ["PartitionKey", "RowKey", .. columns]);

    /// <summary>The rows of a table that match a filter, if there is one: these columns of them, or all.</summary>
    public async Task<IReadOnlyList<TableEntity>> FindRowsAsync(string table, string? filter, string[]? columns)
    {
        var rows = new List<TableEntity>();
        var query = Get<GatewayStorage>().Table(table).QueryAsync<TableEntity>(filter, select: columns);
        await foreach (var row in query)
            rows.Add(row);
        return rows;
    }

    /// <summary>Deletes the threads of this subject, whoever works on them; returns their partitions.</summary>
    public async Task<IReadOnlyList<string>> DeleteThreadsAsync(string subject)
    {
        var heads = await FindRowsAsync(TableNames.Threads, "RowKey eq 'h'", ["PartitionKey", "json"]);
        var threads = heads
            .Where(head => head.GetString("json").Contains($"\"{subject}\"", StringComparison.Ordinal))
            .Select(head => head.PartitionKey)
            .ToList();
        var table = Get<GatewayStorage>().Table(TableNames.Threads);
        foreach (var thread in threads)
        {
            var filter = $"PartitionKey eq '{thread}'";
            foreach (var row in await FindRowsAsync(TableNames.Threads, filter, ["PartitionKey", "RowKey"]))
                await table.DeleteEntityAsync(row.PartitionKey, row.RowKey);
        }
        return threads;
    }

    /// <summary>Makes mail to the support address records of another model.</summary>
    public Task ChangeModelAsync(string model) =>
        Get<AliasStore>().PutAsync(Alias with { Model = model }, null, false, default);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Catcher.DisposeAsync();
    }

    private async Task SetUpDeskAsync()
    {
        await PutAsync(ConfigurationKinds.AliasDomain, "main", new AliasDomain { Name = Domain, IsDefault = true });
        await Get<PeopleStore>()
            .PutContactAsync(
                new Contact
                {
                    Address = Agent,
                    Name = "Anna Agent",
                    Internal = true,
                },
                null,
                false,
                default
            );
        await ChangeModelAsync(Alias.Model);
    }

    private static MailAlias Alias { get; } =
        new()
        {
            Domain = "main",
            LocalPart = "support",
            Model = "helpdesk.ticket",
            Followers = [Agent],
        };

    private static Dictionary<string, string> Settings(string storage, int smtp) =>
        new()
        {
            [GatewayStorage.ConnectionName] = storage,
            ["AzureWebJobsStorage"] = storage,
            ["FetchSchedule"] = "* * * * * *",
            ["HousekeepingSchedule"] = "* * * * * *",
            ["DefaultServer__Host"] = "127.0.0.1",
            ["DefaultServer__Port"] = smtp.ToString(CultureInfo.InvariantCulture),
            ["DefaultServer__Security"] = "None",
            ["DefaultServer__DailyLimit"] = "100000",
            ["Timings__DeliveryLease"] = Lease.ToString(),
            ["Timings__MailboxLease"] = "00:00:05",
            ["Timings__Stalled"] = "00:00:10",
            ["AzureFunctionsJobHost__extensions__queues__visibilityTimeout"] = "00:00:01",
            ["AzureFunctionsJobHost__extensions__queues__maxPollingInterval"] = "00:00:00.5",
            ["AzureFunctionsJobHost__logging__logLevel__default"] = "Warning",
        };
}
