using Azure;
using Microsoft.Extensions.Logging;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Core.Limits;
using Postern.Core.Sending;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Throttling;

/// <summary>
/// The health of the outgoing servers as all instances share it, read again every few seconds. While every server
/// works, that is one empty query in that time and no request for a mail.
/// </summary>
public sealed partial class ServerHealthStore(LimitStore store, TimeProvider time, ILogger<ServerHealthStore> logger)
    : IDisposable
{
    private static readonly TimeSpan CachedFor = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _reading = new(1);
    private volatile Cached? _cached;

    public async Task<IReadOnlyDictionary<string, ServerHealth>> GetAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } cached)
            return cached.Servers;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (Fresh() is { } other)
                return other.Servers;
            var servers = await store.ListHealthAsync(cancellationToken);
            _cached = new Cached(servers, time.GetUtcNow());
            return servers;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>
    /// Admits a mail to the server, or returns when to try again. A closed server gets one mail as a probe.
    /// </summary>
    public async Task<OutboundDecision.Later?> EnterAsync(OutgoingServer server, CancellationToken cancellationToken)
    {
        var known = (await GetAsync(cancellationToken)).GetValueOrDefault(server.Id);
        if (ServerHealthRules.Access(known, time.GetUtcNow()).Kind == ServerAccessKind.Open)
            return null;
        ServerAccess? access = null;
        var (health, _) = await store.ChangeHealthAsync(
            server.Id,
            health =>
            {
                access = ServerHealthRules.Access(health, time.GetUtcNow());
                return access.Kind == ServerAccessKind.Probe
                    ? ServerHealthRules.Probing(health!, time.GetUtcNow())
                    : health;
            },
            cancellationToken
        );
        await RememberAsync(server.Id, health);
        return access is { Kind: ServerAccessKind.Closed } ? OutboundDecision.Later.For(server, health, access) : null;
    }

    /// <summary>
    /// Updates the health with a result. Never throws: the caller must save the result of the delivery in any case.
    /// </summary>
    /// <param name="server">The server.</param>
    /// <param name="result">What it replied.</param>
    /// <param name="recipient">Address of the recipient.</param>
    /// <param name="mail">Unique id of the mail to this recipient.</param>
    public async Task<ServerLesson> LearnAsync(
        OutgoingServer server,
        DeliveryResult result,
        string recipient,
        string mail
    )
    {
        var now = time.GetUtcNow();
        var known = _cached?.Servers.GetValueOrDefault(server.Id);
        if (known is null && ServerHealthRules.After(null, server.Id, result, recipient, mail, now) is null)
            return ServerLesson.Nothing;
        try
        {
            ServerHealth? before = null;
            var (after, _) = await store.ChangeHealthAsync(
                server.Id,
                health => ServerHealthRules.After(before = health, server.Id, result, recipient, mail, now),
                CancellationToken.None
            );
            await RememberAsync(server.Id, after);
            return ServerHealthRules.Lesson(before, after, result);
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            LogNotStored(server.Id, e);
            return ServerLesson.Nothing;
        }
    }

    /// <summary>Resets the health of a server whose record was changed.</summary>
    public async Task ForgetAsync(string server, CancellationToken cancellationToken)
    {
        await store.ChangeHealthAsync(server, _ => null, cancellationToken);
        await RememberAsync(server, null);
    }

    public void Dispose() => _reading.Dispose();

    private Cached? Fresh() => _cached is { } cached && time.GetUtcNow() - cached.Read < CachedFor ? cached : null;

    private async Task RememberAsync(string server, ServerHealth? health)
    {
        await _reading.WaitAsync();
        try
        {
            if (_cached is not { } cached)
                return;
            var servers = new Dictionary<string, ServerHealth>(cached.Servers);
            if (health is null)
                servers.Remove(server);
            else
                servers[server] = health;
            _cached = cached with { Servers = servers };
        }
        finally
        {
            _reading.Release();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The health of outgoing server '{Server}' could not be stored.")]
    private partial void LogNotStored(string server, Exception exception);

    private sealed record Cached(IReadOnlyDictionary<string, ServerHealth> Servers, DateTimeOffset Read);
}
