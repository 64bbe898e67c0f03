using Azure.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Postern.Contracts.Events;
using Postern.Core.Configuration;
using Postern.Core.Events;
using Postern.Gateway.Publishing;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;

namespace Postern.Tests.Outbound;

/// <summary>Events on an Event Grid topic, and on the queue beside it.</summary>
public sealed class EventTopicTests : IAsyncLifetime
{
    private TestGateway _gateway = null!;
    private TopicEndpoint _endpoint = null!;
    private EventTopic _topic = null!;

    public async Task InitializeAsync()
    {
        _gateway = await TestGateway.StartAsync();
        _endpoint = await TopicEndpoint.StartAsync();
        await _gateway.PutAsync(ConfigurationKinds.Parameter, "mail.events", "all");
    }

    public async Task DisposeAsync()
    {
        _topic.Dispose();
        await _endpoint.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task Events_are_sent_as_batches_of_CloudEvents_with_the_identity_and_put_on_the_queue_too()
    {
        await Publisher(keepsQueue: true).PublishAsync([.. Enumerable.Range(0, 20).Select(Event)], default);

        Assert.Equal([16, 4], _endpoint.Requests.Select(request => request.Events.Count));
        Assert.Equal(
            "?api-version=2018-01-01 application/cloudevents-batch+json; charset=utf-8 Bearer for eventgrid.azure.net",
            _endpoint.Requests.First().Fields
        );
        var sent = _endpoint.Requests.SelectMany(request => request.Events).Select(told => told!.ToJsonString());
        var queued = (await PublishedEvents.ReadAsync(_gateway)).Select(told => told.ToJsonString());
        Assert.Equal(sent.Order(StringComparer.Ordinal), queued.Order(StringComparer.Ordinal));
        Assert.Equal(0, await StoredAsync());
    }

    [Theory]
    [InlineData(503)]
    [InlineData(403)]
    public async Task What_the_topic_does_not_take_holds_no_mail_up_and_is_sent_again(int status)
    {
        var publisher = Publisher(keepsQueue: false);
        _endpoint.Status = status;
        await publisher.PublishAsync(Event(1), default);
        await publisher.PublishAsync(Event(2), default);

        Assert.Single(_endpoint.Requests);
        Assert.Empty(await PublishedEvents.ReadAsync(_gateway));
        var backlog = new TopicBacklog(_topic, _gateway.Get<GatewayStorage>());
        Assert.Equal((0, 2), (await backlog.DrainAsync(default), await StoredAsync()));

        _endpoint.Status = 200;
        _gateway.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal((2, 0), (await backlog.DrainAsync(default), await StoredAsync()));
        Assert.Equal(
            new[] { Event(1).Id, Event(2).Id }.Order(StringComparer.Ordinal),
            _endpoint.Requests.Last().Events.Select(told => (string)told!["id"]!).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void Without_a_topic_the_queue_is_always_kept_and_an_address_without_TLS_is_refused()
    {
        _topic = Topic(new EventGridSettings(null, null, true));
        Assert.False(_topic.IsReady);
        Assert.True(Settings(("KeepQueue", "false")).KeepsQueue);
        Assert.False(Settings(("KeepQueue", "false"), ("TopicEndpoint", "https://a.example/api/events")).KeepsQueue);
        var refused = Assert.Throws<InvalidOperationException>(() => Settings(("TopicEndpoint", "http://a.example")));
        Assert.Contains("EventGrid__TopicEndpoint", refused.Message, StringComparison.Ordinal);
    }

    private static EventGridSettings Settings(params (string Name, string Value)[] values) =>
        EventGridSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    values.Select(value => new KeyValuePair<string, string?>($"EventGrid:{value.Name}", value.Value))
                )
                .Build(),
            isDevelopment: false
        );

    private EventPublisher Publisher(bool keepsQueue)
    {
        var settings = new EventGridSettings(_endpoint.Address, null, keepsQueue);
        _topic = Topic(settings);
        return new EventPublisher(
            _gateway.Get<GatewayConfigurationSource>(),
            settings,
            _topic,
            _gateway.Get<MailQueues>(),
            _gateway.Get<PublicUrl>()
        );
    }

    // Only the token is made up: where it comes from answers in Azure alone.
    private EventTopic Topic(EventGridSettings settings) =>
        new(
            new SocketsHttpHandler(),
            settings,
            DelegatedTokenCredential.Create((asked, _) => Token(asked)),
            _gateway.Time,
            NullLogger<EventTopic>.Instance
        );

    private static AccessToken Token(TokenRequestContext asked) =>
        new($"for {new Uri(asked.Scopes.Single()).Host}", DateTimeOffset.MaxValue);

    private static MailEvent Event(int number) =>
        MailEvents.Create(
            EventTypes.MailRefused,
            DateTimeOffset.UnixEpoch,
            $"mail-{number}",
            new MailEventData(),
            $"cause {number}"
        );

    private async Task<int> StoredAsync() =>
        (await _gateway.Get<GatewayStorage>().Queue(QueueNames.TopicEvents).GetPropertiesAsync())
            .Value
            .ApproximateMessagesCount;
}
