using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Gateway;
using Postern.Gateway.Smtp;
using Postern.Gateway.Storage;

namespace Postern.Bench;

/// <summary>Sends with the gateway's <see cref="SmtpSender"/> and its kept connections, without storage.</summary>
internal sealed class BenchGateway : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public BenchGateway()
    {
        var settings = new Dictionary<string, string?>
        {
            [GatewayStorage.ConnectionName] = "UseDevelopmentStorage=true",
        };
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPostern(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), new Development());
        _services = services.BuildServiceProvider();
    }

    /// <summary>Sends over a number of connections. Each mail is serialised anew.</summary>
    public async Task<Measured> RunAsync(int port, int connections, BenchOptions options)
    {
        var server = new OutgoingServer
        {
            Id = "sink",
            Name = "Sink",
            Host = "127.0.0.1",
            Port = port,
            Security = ConnectionSecurity.None,
            Connections = connections,
        };
        var left = options.Mails;
        var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(SendAsync)));
        return Measured.Of(options.Mails, watch.Elapsed, Environment.CpuUsage.TotalTime - before);

        async Task SendAsync()
        {
            var sender = _services.GetRequiredService<SmtpSender>();
            var mail = Mail.Create(options.Size);
            while (Interlocked.Decrement(ref left) >= 0)
            {
                var envelope = new SmtpEnvelope(Mail.From, Mail.To);
                var result = await sender.SendAsync(server, mail, envelope, new SendWindow(CancellationToken.None));
                if (result.Outcome != DeliveryOutcome.Accepted)
                    throw new InvalidOperationException($"{result.Outcome}: {result.Text}");
            }
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class Development : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Development;

        public string ApplicationName { get; set; } = "Postern.Bench";

        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
