using System.Net.Sockets;
using System.Text;
using MailKit.Net.Smtp;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Gateway.Connections;
using Postern.Gateway.Smtp;

namespace Postern.Gateway.Probing;

/// <summary>One SMTP session that ends before a mail is sent. Each step returns the server's reply or throws.</summary>
internal sealed class ProbeSession : IDisposable
{
    private readonly GuardedConnector _connector;
    private readonly OutgoingServer _server;
    private readonly ProbeLog _log = new();
    private Socket? _socket;

    public ProbeSession(GuardedConnector connector, OutgoingServer server)
    {
        (_connector, _server) = (connector, server);
        Client = new ProbeClient(_log, connector.Certificates(server.Host, server.VerifyCertificate));
    }

    public ProbeClient Client { get; }

    /// <summary>The extensions that the server has announced; null before the reply to EHLO.</summary>
    public ServerCapabilities? Capabilities =>
        Client.Capabilities == SmtpCapabilities.None
            ? null
            : new()
            {
                // After STARTTLS the server no longer offers it, so the client has forgotten that it did.
                StartTls = _log.Offered("STARTTLS"),
                Size = Offers(SmtpCapabilities.Size) && Client.MaxSize > 0 ? Client.MaxSize : null,
                Auth = [.. Client.AuthenticationMechanisms.Order(StringComparer.Ordinal)],
                EightBitMime = Offers(SmtpCapabilities.EightBitMime),
                SmtpUtf8 = Offers(SmtpCapabilities.UTF8),
                Pipelining = Offers(SmtpCapabilities.Pipelining),
                Dsn = Offers(SmtpCapabilities.Dsn),
                Chunking = Offers(SmtpCapabilities.Chunking),
            };

    private bool Offers(SmtpCapabilities capability) => Client.Capabilities.HasFlag(capability);

    public async Task<SmtpResponse?> ConnectAsync(CancellationToken cancellationToken)
    {
        _socket = await _connector.ConnectAsync(_server.Host, _server.Port, cancellationToken);
        return null;
    }

    public async Task<SmtpResponse?> UpgradeAsync(CancellationToken cancellationToken)
    {
        var options = SmtpConnector.Options(_server.Security);
        await Client.ConnectAsync(_socket!, _server.Host, _server.Port, options, cancellationToken);
        return _log.Greeting is { Length: > 4 } greeting
            ? new SmtpResponse(SmtpStatusCode.ServiceReady, greeting[4..])
            : null;
    }

    public async Task<SmtpResponse?> AuthenticateAsync(ProbeLogin login, CancellationToken cancellationToken)
    {
        var user = _server.UserName!;
        string? reply = null;
        Client.Authenticated += (_, e) => reply = e.Message;
        if (login.Token is { } obtainToken)
        {
            MechanismLogin.EnsureToken(Client);
            var token = await obtainToken(cancellationToken);
            await MechanismLogin.WithTokenAsync(Client, user, token, cancellationToken);
        }
        else
        {
            await MechanismLogin.WithPasswordAsync(Client, user, login.Password ?? "", cancellationToken);
        }
        return new SmtpResponse(SmtpStatusCode.AuthenticationSuccessful, reply ?? "");
    }

    public async Task<SmtpResponse?> MailFromAsync(EmailAddress from, CancellationToken cancellationToken)
    {
        var international = !Ascii.IsValid(from.Address) && Client.Capabilities.HasFlag(SmtpCapabilities.UTF8);
        var parameter = international ? " SMTPUTF8" : "";
        return await Client.CommandAsync($"MAIL FROM:<{from.Address}>{parameter}", cancellationToken);
    }

    public async Task<SmtpResponse?> RcptToAsync(EmailAddress to, CancellationToken cancellationToken) =>
        await Client.CommandAsync($"RCPT TO:<{to.Address}>", cancellationToken);

    public async Task<SmtpResponse?> DataAsync(CancellationToken cancellationToken) =>
        await Client.CommandAsync("DATA", cancellationToken);

    // Without QUIT and without the final dot: the server discards the transaction.
    public void Dispose()
    {
        _socket?.Dispose();
        Client.Dispose();
    }
}
