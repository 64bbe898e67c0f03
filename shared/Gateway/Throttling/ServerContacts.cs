using System.Collections.Concurrent;
using Azure;
using Microsoft.Extensions.Logging;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Core.Limits;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Throttling;

/// <summary>
/// Notes when servers took mail and why they did not, for administrators. A server that works costs one write in some
/// minutes, whatever is sent through it.
/// </summary>
public sealed partial class ServerContacts(LimitStore store, TimeProvider time, ILogger<ServerContacts> logger)
{
    private readonly ConcurrentDictionary<string, ServerContact> _written = new();

    /// <summary>
    /// Notes the result of an attempt. Never throws: the caller must save the result of the delivery in any case.
    /// </summary>
    public async Task NoteAsync(OutgoingServer server, DeliveryResult result)
    {
        var written = _written.GetValueOrDefault(server.Id);
        if (ServerContact.Of(server.Id, result, time.GetUtcNow()) is not { } contact || !contact.IsNews(written))
            return;
        // Before the write, so that of the mails of one moment only the first writes.
        _written[server.Id] = contact.After(written);
        try
        {
            await store.SaveContactAsync(contact, CancellationToken.None);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            LogNotStored(server.Id, e);
        }
    }

    /// <summary>Forgets the failures of a server whose record was changed.</summary>
    public async Task ForgetAsync(string server, CancellationToken cancellationToken)
    {
        _written.TryRemove(server, out _);
        await store.ForgetFailureAsync(server, cancellationToken);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The last use of outgoing server '{Server}' could not be stored."
    )]
    private partial void LogNotStored(string server, Exception exception);
}
