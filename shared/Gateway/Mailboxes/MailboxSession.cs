using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using Postern.Contracts.Http;
using Postern.Gateway.Connections;
using Postern.Gateway.Settings;
using Postern.Gateway.Smtp;

namespace Postern.Gateway.Mailboxes;

/// <summary>Opens a mailbox step by step: connect, upgrade to TLS, log in.</summary>
internal sealed class MailboxSession : IDisposable
{
    private readonly GuardedConnector _connector;
    private readonly IncomingServer _server;
    private readonly MailService _client;
    private Socket? _socket;

    public MailboxSession(GuardedConnector connector, IncomingServer server, IProtocolLogger? log = null)
    {
        (_connector, _server) = (connector, server);
        log ??= new NullProtocolLogger();
        _client = server.Protocol == MailboxProtocol.Imap ? new ImapClient(log) : new Pop3Client(log);
        Certificates = new CertificateWatch(connector.Certificates(server.VerifyCertificate));
        _client.ServerCertificateValidationCallback = Certificates.Validate;
        _client.CheckCertificateRevocation = false;
        _client.Authenticated += (_, e) => Welcome = e.Message;
    }

    /// <summary>Why the certificate was not accepted.</summary>
    public CertificateWatch Certificates { get; }

    /// <summary>The server's reply to the login; null before.</summary>
    public string? Welcome { get; private set; }

    public async Task ConnectAsync(CancellationToken cancellationToken) =>
        _socket = await _connector.ConnectAsync(_server.Host, _server.Port ?? _server.UsualPort, cancellationToken);

    /// <summary>Reads the greeting and starts TLS as the record says.</summary>
    public async Task UpgradeAsync(CancellationToken cancellationToken)
    {
        await _client.ConnectAsync(
            _socket!,
            _server.Host,
            _server.Port ?? _server.UsualPort,
            SmtpConnector.Options(_server.Security),
            cancellationToken
        );
        if (_server.Security != ConnectionSecurity.None && !_client.IsSecure)
            throw new NotSupportedException("The connection was not upgraded to TLS.");
    }

    public Task AuthenticateAsync(IncomingLogin login, CancellationToken cancellationToken) =>
        login.AuthenticateAsync(_client, _server, cancellationToken);

    /// <summary>The mailbox; available after the login.</summary>
    public IMailbox Mailbox(Timings timings, TimeProvider time)
    {
        var patience = new TransferPatience(timings.MailboxSilence, time);
        IMailbox mailbox = _client is ImapClient imap
            ? new ImapMailbox(imap, patience)
            : new Pop3Mailbox((Pop3Client)_client, patience);
        return new PatientMailbox(mailbox, timings.MailboxSilence, time);
    }

    // Without LOGOUT: an orderly end needs IMailbox.CloseAsync before.
    public void Dispose()
    {
        _socket?.Dispose();
        _client.Dispose();
    }
}
