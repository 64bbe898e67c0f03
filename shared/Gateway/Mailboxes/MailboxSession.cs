using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using Postern.Contracts.Http;
using Postern.Gateway.Connections;
using Postern.Gateway.Settings;
using Postern.Gateway.Smtp;

namespace Postern.Gateway.Mailboxes;

/// <summary>The way into a mailbox, step by step: connect, upgrade, log in.</summary>
internal sealed class MailboxSession : IDisposable
{
    private readonly GuardedConnector _connector;
    private readonly IncomingServer _server;
    private readonly MailService _client;
    private Socket? _socket;

    public MailboxSession(GuardedConnector connector, IncomingServer server, IProtocolLogger? log = null)
    {
        (_connector, _server) = (connector, server);
        _client =
            server.Protocol == MailboxProtocol.Imap
                ? new ImapClient(log ?? new NullProtocolLogger())
                : new Pop3Client(log ?? new NullProtocolLogger());
        Certificates = new CertificateWatch(connector.Certificates(server.VerifyCertificate));
        (_client.ServerCertificateValidationCallback, _client.CheckCertificateRevocation) = (
            Certificates.Validate,
            false
        );
        _client.Authenticated += (_, e) => Welcome = e.Message;
    }

    /// <summary>What was wrong with the certificate.</summary>
    public CertificateWatch Certificates { get; }

    /// <summary>What the server said to the login; null before.</summary>
    public string? Welcome { get; private set; }

    public async Task ConnectAsync(CancellationToken cancellationToken) =>
        _socket = await _connector.ConnectAsync(_server.Host, _server.Port ?? _server.UsualPort, cancellationToken);

    /// <summary>The greeting, and TLS as the record asks for it.</summary>
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

    /// <summary>The mailbox, once logged in.</summary>
    public IMailbox Mailbox(Timings timings, TimeProvider time)
    {
        var patience = new TransferPatience(timings.MailboxSilence, time);
        IMailbox mailbox = _client is ImapClient imap
            ? new ImapMailbox(imap, patience)
            : new Pop3Mailbox((Pop3Client)_client, patience);
        return new PatientMailbox(mailbox, timings.MailboxSilence, time);
    }

    // Without LOGOUT: whoever wants an orderly end closes the mailbox.
    public void Dispose()
    {
        _socket?.Dispose();
        _client.Dispose();
    }
}
