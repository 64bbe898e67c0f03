using System.Diagnostics;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Postern.Bench.EndToEnd;
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
/// Accepts mails and routes them to new records, with an emulator of its own or the one that
/// <c>AZURE_STORAGE_CONNECTION_STRING</c> names. Measures the processor time per mail, including the storage client and
/// the host's two calls for the queue, and the memory.
/// </summary>
internal static class Routing
{
    private const int AtOnce = 16;
    private const int WarmUp = 500;
    private const int Steps = 10;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    public static async Task RunAsync(BenchOptions options)
    {
        await using var emulator = Named is null ? await Emulator.StartAsync() : null;
        await using var services = await StartAsync(Named ?? emulator!.NewAccount().Connection);
        await RouteAsync(services, 0, WarmUp, options.Size);
        for (var step = 0; step < Steps; step++)
        {
            var (watch, before) = (Stopwatch.StartNew(), Process.GetCurrentProcess().TotalProcessorTime);
            var count = Math.Max(1, options.Mails / Steps);
            await RouteAsync(services, WarmUp + (step * count), count, options.Size);
            var spent = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / count;
            var rate = count / watch.Elapsed.TotalSeconds;
            var live = Mebibytes(GC.GetTotalMemory(forceFullCollection: false));
            var process = Mebibytes(Environment.WorkingSet);
            Console.WriteLine(
                FormattableString.Invariant($"{(step + 1) * count, 6} mails  {spent:F2} ms of processor a mail  ")
                    + FormattableString.Invariant($"{rate, 6:F0} mails/s  heap {live:F1} MiB  process {process:F0} MiB")
            );
        }
        await CheckEmptyAsync(services);
    }

    private static Task RouteAsync(IServiceProvider services, int first, int count, int size) =>
        Parallel.ForEachAsync(
            Enumerable.Range(first, count),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, stop) =>
            {
                var (raw, origin) = (SpooledContent.Of(Raw(number, size)), new MailOrigin("http"));
                var key = MailIntake.KeyOf(raw, origin);
                await services.GetRequiredService<MailIntake>().TakeInAsync(key, raw, origin, stop);
                await RouteNextAsync(services, stop);
            }
        );

    // As the host does: takes a message off its queue, whosever it is, and deletes it after its run.
    private static async Task RouteNextAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var queue = services.GetRequiredService<GatewayStorage>().Queue(QueueNames.InboundMail);
        QueueMessage? message;
        do message = (await queue.ReceiveMessageAsync(Lease, cancellationToken)).Value;
        while (message is null);
        await services.GetRequiredService<InboundProcessor>().ProcessAsync(message.MessageText, cancellationToken);
        await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
    }

    private static async Task CheckEmptyAsync(IServiceProvider services)
    {
        var queue = services.GetRequiredService<GatewayStorage>().Queue(QueueNames.InboundMail);
        var left = (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount;
        if (left > 0)
            throw new InvalidOperationException($"{left} messages are left on the queue.");
    }

    // Different senders, since the loop guard limits the mails of one sender.
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

    private static string? Named => Environment.GetEnvironmentVariable("AZURE_STORAGE_CONNECTION_STRING");

    private static async Task<ServiceProvider> StartAsync(string storage)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [GatewayStorage.ConnectionName] = storage })
            .Build();
        var services = new ServiceCollection()
            .AddLogging()
            .AddPostern(configuration, new HostingEnvironment { EnvironmentName = Environments.Development })
            .BuildServiceProvider();
        await services.GetRequiredService<GatewayStorage>().CreateMissingAsync(default);
        await ConfigureAsync(services);
        return services;
    }

    private static async Task ConfigureAsync(ServiceProvider services)
    {
        var domain = new AliasDomain { Name = "mycompany.example", IsDefault = true };
        await services
            .GetRequiredService<ConfigurationStore>()
            .PutAsync(ConfigurationKinds.AliasDomain, "main", domain, null, false, default);
        var alias = new MailAlias
        {
            Domain = "main",
            LocalPart = "support",
            Model = "helpdesk.ticket",
        };
        await services.GetRequiredService<AliasStore>().PutAsync(alias, null, false, default);
    }

    private static double Mebibytes(long bytes) => bytes / 1024.0 / 1024.0;
}
