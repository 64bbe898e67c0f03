using Azure.Storage.Queues;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Postern.Contracts.Http;
using Postern.DevHost;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;
using Postern.DevHost.Setup;
using Postern.Gateway.Editing;
using Postern.Gateway.Storage;
using Postern.Tests.Support;

namespace Postern.Tests.DevHost;

/// <summary>A host that runs sample functions inside of the test.</summary>
internal sealed class RunningHost : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningHost(IHost host) => _host = host;

    public static QueueSettings Queues { get; } =
        new()
        {
            MessageEncoding = "none",
            MaxPollingInterval = TimeSpan.FromMilliseconds(100),
            NewBatchThreshold = 0,
        };

    public IServiceProvider Services => _host.Services;

    public Uri Address =>
        new(_host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    public static async Task<RunningHost> StartAsync(
        Type functions,
        SampleWork work,
        Dictionary<string, string?> settings,
        QueueSettings? queues = null,
        DevHostOptions? options = null,
        TimeProvider? time = null
    )
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var quiet = new ConfigurationBuilder().AddInMemoryCollection([new("LogLevel:Default", "None")]).Build();
        var setup = new DevHostSetup(
            options ?? new DevHostOptions { Port = 0 },
            new HostSettings(queues ?? Queues, "api", quiet),
            configuration,
            FunctionCatalog.Read([functions], name => configuration[name], [])
        )
        {
            AddServices = (services, _, _) =>
            {
                services.AddSingleton(work);
                services.TryAddSingleton<StoragePolicies>();
            },
            Time = time ?? TimeProvider.System,
        };
        var host = DevHostBuilder.Build(setup);
        await host.StartAsync();
        return new RunningHost(host);
    }

    /// <summary>Starts a host that runs functions of the gateway, with all that they need.</summary>
    public static async Task<RunningHost> StartGatewayAsync(
        IReadOnlyList<Type> functions,
        Dictionary<string, string?> settings
    )
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        var quiet = new ConfigurationBuilder().AddInMemoryCollection([new("LogLevel:Default", "None")]).Build();
        var host = DevHostBuilder.Build(
            new DevHostSetup(
                new DevHostOptions { Port = 0 },
                new HostSettings(Queues, "api", quiet),
                configuration,
                FunctionCatalog.Read(functions, name => configuration[name], [])
            )
        );
        await host.StartAsync();
        return new RunningHost(host);
    }

    /// <summary>A queue of its own for a test; the host makes it.</summary>
    public static (QueueClient Queue, Dictionary<string, string?> Settings) NewQueue(
        AzuriteFixture storage,
        string suffix = ""
    )
    {
        var name = $"q{Guid.NewGuid():N}{suffix}";
        return (
            new QueueClient(storage.ConnectionString, name),
            new() { ["MailStorage"] = storage.ConnectionString, ["SampleQueue"] = name }
        );
    }

    /// <summary>A new key of the API of the gateway that runs in it.</summary>
    public async Task<string> MakeKeyAsync(ApiScope scope)
    {
        var request = new ApiKeyRequest { Name = $"{scope}", Scope = scope };
        return (await Services.GetRequiredService<ApiKeyEditor>().CreateAsync(request, default)).Text!;
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
