using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using Postern.Contracts.Http;
using Postern.Core.Fetching;
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

    public MailboxSession(GuardedConnector connector, IncomingServer server)
    {
        (_connector, _server) = (connector, server);
        _client = server.Protocol == MailboxProtocol.Imap ? new ImapClient(Log) : new Pop3Client(Log);
        Certificates = connector.Certificates(server.Host, server.VerifyCertificate);
        _client.ServerCertificateValidationCallback = Certificates.Validate;
        _client.CheckCertificateRevocation = false;
        _client.Authenticated += (_, e) => Welcome = e.Message;
    }

    /// <summary>What the server has replied.</summary>
    public MailboxLog Log { get; } = new();

    /// <summary>How far it has come, so that a refusal is understood.</summary>
    public MailboxStage Stage { get; private set; }

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
        if (Log.IsPreauthenticated)
            throw UnusableMailboxException.Preauthenticated();
    }

    public async Task AuthenticateAsync(IncomingLogin login, CancellationToken cancellationToken)
    {
        Stage = MailboxStage.Login;
        await login.AuthenticateAsync(_client, _server, cancellationToken);
        Stage = MailboxStage.Open;
    }

    /// <summary>The mailbox; available after the login.</summary>
    public IMailbox Mailbox(Timings timings, TimeProvider time)
    {
        var patience = new TransferPatience(timings.MailboxSilence, time);
        IMailbox mailbox = _client is ImapClient imap
            ? new ImapMailbox(imap, patience)
            : new Pop3Mailbox((Pop3Client)_client, patience);
        return new PatientMailbox(mailbox, this, timings.MailboxSilence, time);
    }

    // Without LOGOUT: an orderly end needs IMailbox.CloseAsync before.
    public void Dispose()
    {
        _socket?.Dispose();
        _client.Dispose();
        Log.Dispose();
    }
}
