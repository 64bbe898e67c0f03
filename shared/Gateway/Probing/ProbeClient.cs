using System.Net.Security;
using MailKit.Net.Smtp;
using Postern.Gateway.Connections;

namespace Postern.Gateway.Probing;

/// <summary>An SMTP client that can be taken through a transaction command by command, and remembers what was wrong with a certificate.</summary>
internal sealed class ProbeClient : SmtpClient
{
    private readonly CertificateWatch _watch;

    public ProbeClient(ProbeLog log, RemoteCertificateValidationCallback certificates)
        : base(log)
    {
        _watch = new CertificateWatch(certificates);
        (CheckCertificateRevocation, ServerCertificateValidationCallback) = (false, _watch.Validate);
    }

    /// <summary>Why a certificate was not accepted.</summary>
    public SslPolicyErrors CertificateErrors => _watch.Errors;

    /// <summary>The names that it is for.</summary>
    public string? CertificateNames => _watch.Names;

    /// <summary>Sends one command line and reads the reply, whatever it is.</summary>
    public Task<SmtpResponse> CommandAsync(string line, CancellationToken cancellationToken) =>
        SendCommandAsync(line, cancellationToken);
}
