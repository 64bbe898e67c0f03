using System.Collections.Concurrent;
using MailKit.Net.Smtp;
using MailKit.Security;
using Postern.Network;
using Postern.Outbound;
using Postern.Secrets;

namespace Postern.Delivery;

/// <summary>
/// Connections to outgoing servers, kept open between mails: opening one costs more round trips than a mail does. A
/// connection carries one mail at a time and at most a hundred in all.
/// </summary>
public sealed class SmtpConnections(GuardedConnector connector, ISecretStore secrets, DefaultServerSettings defaultServer, TimeProvider time) : IDisposable
{
    private const int MailLimit = 100;
    private const int IdleLimit = 8;
    private static readonly TimeSpan Opening = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Trusted = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Stale = TimeSpan.FromMinutes(4);

    // RFC 5321 §4.5.3.2.6: ten minutes for the reply to the final dot.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<OutgoingServer, ConcurrentStack<SmtpConnection>> _idle = new();

    /// <summary>A connection that is kept, if a good one is there; else a new one.</summary>
    public async Task<SmtpConnection> TakeAsync(OutgoingServer server, CancellationToken cancellationToken)
    {
        while (_idle.TryGetValue(server, out var idle) && idle.TryPop(out var kept))
        {
            if (await IsAliveAsync(kept, cancellationToken)) return kept;
            kept.Dispose();
        }
        return await OpenAsync(server, cancellationToken);
    }

    /// <summary>A new connection, authenticated.</summary>
    public async Task<SmtpConnection> OpenAsync(OutgoingServer server, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Opening);
        var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds, ServerCertificateValidationCallback = connector.Certificates(server.VerifyCertificate), CheckCertificateRevocation = false };
        try
        {
            var socket = await connector.ConnectAsync(server.Host, server.Port, limit.Token);
            await client.ConnectAsync(socket, server.Host, server.Port, Options(server.Security), limit.Token);
            if (server.UserName is { Length: > 0 } user) await client.AuthenticateAsync(user, await PasswordAsync(server, limit.Token), limit.Token);
            return new SmtpConnection(server, client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>Gives a connection back for the next mail.</summary>
    public void Return(SmtpConnection connection)
    {
        var idle = _idle.GetOrAdd(connection.Server, _ => new ConcurrentStack<SmtpConnection>());
        if (!connection.Client.IsConnected || connection.Mails >= MailLimit || idle.Count >= IdleLimit)
        {
            connection.Dispose();
            return;
        }
        connection.Used = time.GetUtcNow();
        idle.Push(connection);
    }

    public void Dispose()
    {
        foreach (var connection in _idle.Values.SelectMany(idle => idle)) connection.Dispose();
    }

    // A server may have hung up meanwhile; asking costs a round trip, so only after a pause.
    private async Task<bool> IsAliveAsync(SmtpConnection connection, CancellationToken cancellationToken)
    {
        var pause = time.GetUtcNow() - connection.Used;
        if (!connection.Client.IsConnected || pause > Stale) return false;
        if (pause < Trusted) return true;
        try
        {
            await connection.Client.NoOpAsync(cancellationToken);
            return true;
        }
        catch (Exception e) when (SmtpFailure.Read(e, handedOver: false) is not null && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private async Task<string> PasswordAsync(OutgoingServer server, CancellationToken cancellationToken) =>
        server.Id == DefaultServerSettings.Id
            ? defaultServer.Password ?? ""
            : await secrets.GetAsync(SecretNames.OutgoingPassword(server.Id), cancellationToken) ?? "";

    internal static SecureSocketOptions Options(ConnectionSecurity security) => security switch
    {
        ConnectionSecurity.Tls => SecureSocketOptions.SslOnConnect,
        ConnectionSecurity.StartTls => SecureSocketOptions.StartTls,
        ConnectionSecurity.StartTlsWhenAvailable => SecureSocketOptions.StartTlsWhenAvailable,
        _ => SecureSocketOptions.None,
    };
}

/// <summary>One connection to an outgoing server.</summary>
public sealed class SmtpConnection(OutgoingServer server, SmtpClient client) : IDisposable
{
    public OutgoingServer Server { get; } = server;

    public SmtpClient Client { get; } = client;

    /// <summary>Mails that it has carried.</summary>
    public int Mails { get; set; }

    /// <summary>When it was last used.</summary>
    public DateTimeOffset Used { get; set; }

    public void Dispose() => Client.Dispose();
}
