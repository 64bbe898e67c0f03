using Azure.Data.Tables;
using Azure.Storage.Queues;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Gateway;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Bench.EndToEnd;

/// <summary>The storage of one app: a support desk whose alias makes records that nobody follows.</summary>
internal sealed class Desk : IAsyncDisposable
{
    /// <summary>A service keeps no message longer than this says, unless it says so itself.</summary>
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    private readonly ServiceProvider _services;
    private readonly QueueServiceClient _queues;

    private Desk(ServiceProvider services, string connection) =>
        (_services, _queues) = (services, new QueueServiceClient(connection));

    /// <summary>Makes tables, queues and containers, and the desk.</summary>
    public static async Task<Desk> OpenAsync(string connection)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [GatewayStorage.ConnectionName] = connection })
            .Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddPostern(configuration, new HostingEnvironment { EnvironmentName = Environments.Development })
            .BuildServiceProvider();
        var desk = new Desk(services, connection);
        await desk.Get<GatewayStorage>().CreateMissingAsync(default);
        await desk.Get<ApiKeyStore>().AddAsync(BenchKey.Stored, default);
        await desk.SetUpAsync();
        return desk;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public TableClient Table(string name) => Get<GatewayStorage>().Table(name);

    /// <summary>Puts a message on a queue, as a program does.</summary>
    public Task PutAsync(string queue, string message) =>
        _queues.GetQueueClient(queue).SendMessageAsync(message, timeToLive: Never);

    public Task ConfigureAsync<T>(string kind, string id, T value) =>
        Get<ConfigurationStore>().PutAsync(kind, id, value, null, false, default);

    /// <summary>When the journal's entry of each mail was last written, by Message-Id.</summary>
    public async Task<IReadOnlyDictionary<string, DateTimeOffset>> ReadJournalAsync()
    {
        var times = new Dictionary<string, DateTimeOffset>();
        string[] columns = ["messageId", "Timestamp"];
        await foreach (var row in Table(TableNames.Journal).QueryAsync<TableEntity>(select: columns))
        {
            if (row.GetString("messageId") is { Length: > 0 } id && row.Timestamp is { } time)
                times[id] = time;
        }
        return times;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private async Task SetUpAsync()
    {
        await ConfigureAsync(
            ConfigurationKinds.AliasDomain,
            "main",
            new AliasDomain { Name = Letter.Domain, IsDefault = true }
        );
        await PutAliasAsync("support");
    }

    public Task PutAliasAsync(string localPart) =>
        Get<AliasStore>()
            .PutAsync(
                new MailAlias
                {
                    Domain = "main",
                    LocalPart = localPart,
                    Model = "helpdesk.ticket",
                },
                null,
                false,
                default
            );
}
