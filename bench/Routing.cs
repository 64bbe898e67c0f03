using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Gateway;
using Postern.Gateway.Inbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Bench;

/// <summary>
/// Mails taken in and routed to new records on a real storage emulator: the app's own processor time a mail, storage client included, and its
/// memory as the mails go by.
/// </summary>
internal static class Routing
{
    private const int AtOnce = 16;
    private const int WarmUp = 500;
    private const int Steps = 10;

    public static async Task RunAsync(BenchOptions options)
    {
        await using var services = await StartAsync();
        await RouteAsync(services, 0, WarmUp, options.Size);
        for (var step = 0; step < Steps; step++)
        {
            var (watch, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
            var count = options.Mails / Steps;
            await RouteAsync(services, WarmUp + (step * count), count, options.Size);
            var spent = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / count;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(step + 1) * count, 6} mails  {spent:F2} ms of processor a mail  {count / watch.Elapsed.TotalSeconds, 6:F0} mails/s  heap {Mebibytes(GC.GetTotalMemory(forceFullCollection: true)):F1} MiB  process {Mebibytes(Environment.WorkingSet):F0} MiB"
                )
            );
        }
    }

    private static Task RouteAsync(IServiceProvider services, int first, int count, int size) =>
        Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, cancellationToken) =>
            {
                var (raw, origin) = (SpooledContent.Of(Raw(number, size)), new MailOrigin("http"));
                var key = MailIntake.KeyOf(raw, origin);
                await services.GetRequiredService<MailIntake>().TakeInAsync(key, raw, origin, cancellationToken);
                await services
                    .GetRequiredService<InboundProcessor>()
                    .ProcessAsync($$"""{"v":1,"raw":"{{key}}.eml"}""", cancellationToken);
            }
        );

    // Senders differ, or the loop guard stops them.
    private static byte[] Raw(int number, int size)
    {
        var mail = Mail.Create(size);
        mail.From.Clear();
        mail.From.Add(MimeKit.MailboxAddress.Parse($"customer{number}@customer.example"));
        mail.To.Clear();
        mail.To.Add(MimeKit.MailboxAddress.Parse("support@mycompany.example"));
        using var raw = new MemoryStream();
        mail.WriteTo(raw);
        return raw.ToArray();
    }

    private static async Task<ServiceProvider> StartAsync()
    {
        var storage =
            Environment.GetEnvironmentVariable("AZURE_STORAGE_CONNECTION_STRING")
            ?? throw new InvalidOperationException(
                "AZURE_STORAGE_CONNECTION_STRING is not set: name an emulator whose data may be lost."
            );
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [GatewayStorage.ConnectionName] = storage })
            .Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddPostern(configuration, new HostingEnvironment { EnvironmentName = Environments.Development })
            .BuildServiceProvider();
        await services.GetRequiredService<GatewayStorage>().CreateMissingAsync(default);
        await services
            .GetRequiredService<ConfigurationStore>()
            .PutAsync(
                ConfigurationKinds.AliasDomain,
                "main",
                new AliasDomain { Name = "mycompany.example", IsDefault = true },
                null,
                false,
                default
            );
        await services
            .GetRequiredService<AliasStore>()
            .PutAsync(
                new MailAlias
                {
                    Domain = "main",
                    LocalPart = "support",
                    Model = "helpdesk.ticket",
                },
                null,
                false,
                default
            );
        return services;
    }

    private static double Mebibytes(long bytes) => bytes / 1024.0 / 1024.0;
}
