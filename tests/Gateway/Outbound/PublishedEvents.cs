using System.Text.Json.Nodes;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;

namespace Postern.Tests.Outbound;

/// <summary>The events that a gateway has published.</summary>
internal static class PublishedEvents
{
    // What the service gives out in one call.
    private const int Most = 32;

    /// <summary>The events that were not read yet, oldest first.</summary>
    public static async Task<IReadOnlyList<JsonNode>> ReadAsync(TestGateway gateway)
    {
        var queue = gateway.Get<GatewayStorage>().Queue(QueueNames.MailEvents);
        return
        [
            .. (await queue.ReceiveMessagesAsync(Most)).Value.Select(message => JsonNode.Parse(message.MessageText)!),
        ];
    }
}
