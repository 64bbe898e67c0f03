using Azure;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Mime;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.DevHost.Smtp;
using Postern.Gateway;
using Postern.Gateway.Inbound;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Operations;
using Postern.Gateway.Outbound;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Tests.Support;

namespace Postern.Tests.Servers;

/// <summary>
/// A whole gateway on a storage account of its own, with a clock that stands still and a mail server that catches
/// what is
/// sent. Its queues move only when a test says so, so that a test sees every step.
/// </summary>
public sealed class TestGateway : IAsyncDisposable
{
    public const string Domain = "mycompany.example";

    // What the service gives out in one call.
    private const int MostAtOnce = 32;

    private readonly ServiceProvider _services;

    // The host's own calls do not go through the gateway's client.
    private readonly QueueServiceClient _storage;

    // Null where others put messages into the same account.
    private readonly QueueWatch? _watch;

    private readonly IReadOnlyList<MortalPolicy> _mortals;

    private TestGateway(
        ServiceProvider services,
        string storage,
        FakeTimeProvider time,
        SmtpCatcher catcher,
        QueueWatch? watch
    )
    {
        _mortals = [.. services.GetRequiredService<StoragePolicies>().PerRetry.OfType<MortalPolicy>()];
        _services = services;
        _storage = new QueueServiceClient(storage);
        _watch = watch;
        Time = time;
        Catcher = catcher;
    }

    public FakeTimeProvider Time { get; }

    /// <summary>The default server of the gateway.</summary>
    public SmtpCatcher Catcher { get; }

    public IServiceProvider Services => _services;

    public ThreadStore Threads => Get<ThreadStore>();

    public static async Task<TestGateway> StartAsync(
        Action<IDictionary<string, string?>>? settings = null,
        params HttpPipelinePolicy[] policies
    )
    {
        var account = (await Azurite.SharedAsync()).NewAccount();
        var watch = new QueueWatch();
        // Outermost: it also sees what another policy breaks.
        HttpPipelinePolicy[] all = [watch, .. policies];
        return await StartAsync(account, new FakeTimeProvider(DateTimeOffset.UtcNow), settings, all, watch);
    }

    /// <summary>A further instance, on the storage of another.</summary>
    public static Task<TestGateway> StartAsync(
        string storage,
        FakeTimeProvider time,
        Action<IDictionary<string, string?>>? settings,
        params HttpPipelinePolicy[] policies
    ) => StartAsync(storage, time, settings, policies, watch: null);

    private static async Task<TestGateway> StartAsync(
        string storage,
        FakeTimeProvider time,
        Action<IDictionary<string, string?>>? settings,
        HttpPipelinePolicy[] policies,
        QueueWatch? watch
    )
    {
        var catcher = new SmtpCatcher(0, null, TimeProvider.System, NullLogger<SmtpCatcher>.Instance);
        var values = new Dictionary<string, string?>
        {
            [GatewayStorage.ConnectionName] = storage,
            ["DefaultServer:Host"] = "127.0.0.1",
            ["DefaultServer:Port"] = catcher.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["DefaultServer:Security"] = "None",
            // What a test does not ask for stays out of its way.
            ["DefaultServer:DailyLimit"] = "0",
            // No other version uses its storage.
            ["Timings:VersionOverlap"] = "00:00:00",
            ["PublicUrl"] = $"https://mail.{Domain}",
        };
        settings?.Invoke(values);
        var services = new ServiceCollection();
        var storagePolicies = new StoragePolicies();
        foreach (var policy in policies)
            storagePolicies.PerRetry.Add(policy);
        services.AddLogging();
        services.AddSingleton<TimeProvider>(time);
        services.AddSingleton(storagePolicies);
        services.AddPostern(new ConfigurationBuilder().AddInMemoryCollection(values).Build(), new TestEnvironment());
        var gateway = new TestGateway(services.BuildServiceProvider(), storage, time, catcher, watch);
        await gateway.Get<GatewayStorage>().CreateMissingAsync(default);
        return gateway;
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>
    /// A support desk: a domain, the alias <c>support</c> that makes tickets, an agent who follows each.
    /// </summary>
    public async Task SetUpDeskAsync()
    {
        await PutAsync(ConfigurationKinds.AliasDomain, "main", new AliasDomain { Name = Domain, IsDefault = true });
        await Get<PeopleStore>()
            .PutContactAsync(
                new Contact
                {
                    Address = $"agent@{Domain}",
                    Name = "Anna Agent",
                    Internal = true,
                },
                null,
                false,
                default
            );
        await PutAliasAsync(
            new MailAlias
            {
                Domain = "main",
                LocalPart = "support",
                Model = "helpdesk.ticket",
                Followers = [$"agent@{Domain}"],
            }
        );
    }

    /// <summary>Lets all deliveries go over the queue, so that a test sees each as a message of its own.</summary>
    public Task QueueDeliveriesAsync() => PutAsync(ConfigurationKinds.Parameter, "mail.send.inline", "off");

    public async Task PutAliasAsync(MailAlias alias)
    {
        await Get<AliasStore>().PutAsync(alias, null, false, default);
        Time.Advance(TimeSpan.FromSeconds(2));
    }

    public async Task PutAsync<T>(string kind, string id, T value)
    {
        await Get<ConfigurationStore>().PutAsync(kind, id, value, null, false, default);
        Time.Advance(TimeSpan.FromSeconds(2));
    }

    /// <summary>Takes a mail in as a pushed one, and returns its id.</summary>
    public async Task<MailId> PushAsync(MimeMessage mail, params string[] recipients)
    {
        using var raw = new MemoryStream();
        await mail.WriteToAsync(raw);
        return await PushAsync(BinaryData.FromBytes(raw.ToArray()), recipients);
    }

    public Task<MailId> PushAsync(BinaryData raw, params string[] recipients) =>
        PushAsync(SpooledContent.Of(raw), recipients);

    private Task<MailId> PushAsync(SpooledContent raw, string[] recipients)
    {
        // Two mails at one moment would have no order.
        Time.Advance(TimeSpan.FromSeconds(1));
        var origin = new MailOrigin("http", RcptTo: recipients.Length == 0 ? null : recipients);
        return Get<MailIntake>().TakeInAsync(MailIntake.KeyOf(raw, origin), raw, origin, default);
    }

    /// <summary>
    /// Runs the functions until every queue is empty. A run that <paramref name="mayFail"/> excuses is started
    /// again, as the host does.
    /// </summary>
    public async Task DrainAsync(Func<Exception, bool>? mayFail = null)
    {
        int count;
        do
        {
            count = 0;
            foreach (var queue in QueueNames.Triggers)
            {
                if (_watch?.Take(queue) != false)
                    count += await StepAsync(queue, mayFail);
            }
        } while (count > 0);
    }

    /// <summary>
    /// Runs the function of every message on a queue that is visible now; returns how many there were.
    /// </summary>
    public async Task<int> StepAsync(string queue, Func<Exception, bool>? mayFail = null)
    {
        var client = _storage.GetQueueClient(queue);
        var messages = (await client.ReceiveMessagesAsync(MostAtOnce, TimeSpan.FromMinutes(5))).Value;
        if (messages.Length == MostAtOnce)
            _watch?.Note(queue);
        foreach (var message in messages)
        {
            await RunAgainAsync(queue, message.MessageText, mayFail);
            await DeleteAsync(client, message);
        }
        return messages.Length;
    }

    /// <summary>
    /// Receives a batch of messages as the host does and starts their functions side by side; returns the runs.
    /// </summary>
    public async Task<IReadOnlyList<Task>> StartBatchAsync(string queue, int size)
    {
        var client = _storage.GetQueueClient(queue);
        var messages = (await client.ReceiveMessagesAsync(size, TimeSpan.FromMinutes(5))).Value;
        return [.. messages.Select(message => Task.Run(() => RunToEndAsync(message)))];

        async Task RunToEndAsync(QueueMessage message)
        {
            await RunAsync(queue, message.MessageText);
            await DeleteAsync(client, message);
        }
    }

    // As in the host, a message that is gone is deleted: a call whose reply was lost is repeated by the client.
    private static async Task DeleteAsync(QueueClient queue, QueueMessage message)
    {
        try
        {
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.MessageNotFound)
        {
            return;
        }
    }

    private async Task RunAgainAsync(string queue, string message, Func<Exception, bool>? mayFail)
    {
        try
        {
            await RunAsync(queue, message);
        }
        catch (Exception e) when (mayFail?.Invoke(e) == true)
        {
            await RunAsync(queue, message);
        }
    }

    public async Task RunAsync(string queue, string message)
    {
        foreach (var policy in _mortals)
            policy.BeginRun();
        try
        {
            await ProcessAsync(queue, message);
        }
        finally
        {
            foreach (var policy in _mortals)
                policy.EndRun();
        }
    }

    private Task ProcessAsync(string queue, string message) =>
        queue switch
        {
            QueueNames.MailboxFetch => Get<MailboxFetcher>().ProcessAsync(message, default),
            QueueNames.InboundMail => Get<InboundProcessor>().ProcessAsync(message, default),
            QueueNames.ThreadPosts => Get<PostProcessor>().ProcessAsync(message, default),
            _ => Get<OutboundProcessor>().ProcessAsync(queue, message, default),
        };

    /// <summary>How many deliveries the messages on the queue of transactional mail are about.</summary>
    public async Task<int> CountQueuedAsync()
    {
        var queue = Get<GatewayStorage>().Queue(QueueNames.OutboundMail);
        var messages = (await queue.PeekMessagesAsync(MostAtOnce)).Value;
        return messages.Sum(message =>
            ContractReader.HasMember(message.MessageText, "batch")
                ? ContractReader
                    .Read<DeliveryBatchItem>(message.MessageText, DeliveryBatchItem.BatchVersion)
                    .Item!.Batch.Recipients.Count
                : 1
        );
    }

    /// <summary>Moves the clock on and runs what is due then.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        Time.Advance(by);
        await Get<Housekeeper>().RunAsync(default);
        await DrainAsync();
    }

    public async Task<JournalEntry> JournalAsync(MailId id) =>
        await Get<JournalStore>().FindAsync(id, default)
        ?? throw new InvalidOperationException($"No journal entry {id}.");

    /// <summary>All messages of a thread, oldest first.</summary>
    public async Task<IReadOnlyList<ThreadMessage>> MessagesAsync(ThreadKey thread) =>
        [.. (await Threads.ListMessagesAsync(thread, null, 1000, default)).Reverse()];

    /// <summary>Deliveries of a thread's newest message.</summary>
    public async Task<IReadOnlyList<MessageDelivery>> DeliveriesAsync(ThreadKey thread)
    {
        var newest = (await Threads.ListMessagesAsync(thread, null, 1, default))[0];
        return await Threads.ListDeliveriesAsync(thread, new MessageKey(newest.Key).Id, null, default);
    }

    /// <summary>The mails that were sent, oldest first.</summary>
    public IReadOnlyList<MimeMessage> Sent =>
        [.. Catcher.Mails.Select(mail => MimeMessage.Load(new MemoryStream(mail.Raw)))];

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _services.DisposeAsync();
        }
        catch (CrashException)
        {
            // What it writes when it stops was the write to break: the process died while it stopped.
        }
        finally
        {
            await Catcher.DisposeAsync();
        }
    }

    private sealed class TestEnvironment : IHostEnvironment
    {
        public string EnvironmentName { get; set; } = Environments.Development;

        public string ApplicationName { get; set; } = "Postern.Tests";

        public string ContentRootPath { get; set; } = AppContext.BaseDirectory;

        public IFileProvider ContentRootFileProvider { get; set; } = new NullFileProvider();
    }
}
