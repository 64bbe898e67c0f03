using System.Net.Sockets;
using MailKit.Net.Smtp;
using MailKit.Security;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Gateway.Connections;
using Postern.Gateway.Smtp;

namespace Postern.Gateway.Probing;

/// <summary>One dialogue with a server that ends before anything is sent. Each step throws or returns the server's words.</summary>
internal sealed class ProbeSession : IDisposable
{
    private readonly GuardedConnector _connector;
    private readonly OutgoingServer _server;
    private readonly ProbeLog _log = new();
    private Socket? _socket;

    public ProbeSession(GuardedConnector connector, OutgoingServer server)
    {
        (_connector, _server) = (connector, server);
        Client = new ProbeClient(_log, connector.Certificates(server.VerifyCertificate));
    }

    public ProbeClient Client { get; }

    /// <summary>What the server has offered so far; null before the answer to EHLO.</summary>
    public ServerCapabilities? Capabilities =>
        Client.Capabilities == SmtpCapabilities.None
            ? null
            : new()
            {
                StartTls = _log.Offered("STARTTLS"),
                Size = Client.Capabilities.HasFlag(SmtpCapabilities.Size) && Client.MaxSize > 0 ? Client.MaxSize : null,
                Auth = [.. Client.AuthenticationMechanisms.Order(StringComparer.Ordinal)],
                EightBitMime = Client.Capabilities.HasFlag(SmtpCapabilities.EightBitMime),
                SmtpUtf8 = Client.Capabilities.HasFlag(SmtpCapabilities.UTF8),
                Pipelining = Client.Capabilities.HasFlag(SmtpCapabilities.Pipelining),
                Dsn = Client.Capabilities.HasFlag(SmtpCapabilities.Dsn),
                Chunking = Client.Capabilities.HasFlag(SmtpCapabilities.Chunking),
            };

    public async Task<SmtpResponse?> ConnectAsync(CancellationToken cancellationToken)
    {
        _socket = await _connector.ConnectAsync(_server.Host, _server.Port, cancellationToken);
        return null;
    }

    public async Task<SmtpResponse?> UpgradeAsync(CancellationToken cancellationToken)
    {
        await Client.ConnectAsync(
            _socket!,
            _server.Host,
            _server.Port,
            SmtpConnector.Options(_server.Security),
            cancellationToken
        );
        return _log.Greeting is { Length: > 4 } greeting
            ? new SmtpResponse(SmtpStatusCode.ServiceReady, greeting[4..])
            : null;
    }

    public async Task<SmtpResponse?> AuthenticateAsync(ProbeLogin login, CancellationToken cancellationToken)
    {
        string? words = null;
        Client.Authenticated += (_, e) => words = e.Message;
        if (login.Token is { } token)
            await Client.AuthenticateAsync(
                new SaslMechanismOAuth2(_server.UserName!, await token(cancellationToken)),
                cancellationToken
            );
        else
            await Client.AuthenticateAsync(_server.UserName!, login.Password ?? "", cancellationToken);
        return new SmtpResponse(SmtpStatusCode.AuthenticationSuccessful, words ?? "");
    }

    public async Task<SmtpResponse?> MailFromAsync(EmailAddress from, CancellationToken cancellationToken)
    {
        var international =
            !System.Text.Ascii.IsValid(from.Address) && Client.Capabilities.HasFlag(SmtpCapabilities.UTF8);
        return await Client.CommandAsync(
            $"MAIL FROM:<{from.Address}>{(international ? " SMTPUTF8" : "")}",
            cancellationToken
        );
    }

    public async Task<SmtpResponse?> RcptToAsync(EmailAddress to, CancellationToken cancellationToken) =>
        await Client.CommandAsync($"RCPT TO:<{to.Address}>", cancellationToken);

    public async Task<SmtpResponse?> DataAsync(CancellationToken cancellationToken) =>
        await Client.CommandAsync("DATA", cancellationToken);

    // Without QUIT and without a dot: a server that waits for the mail forgets it.
    public void Dispose()
    {
        _socket?.Dispose();
        Client.Dispose();
    }
}
