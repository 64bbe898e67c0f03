using System.Net.Security;
using MailKit.Net.Smtp;
using Postern.Gateway.Connections;

namespace Postern.Gateway.Probing;

/// <summary>An SMTP client that sends single commands, and records why a certificate was not accepted.</summary>
internal sealed class ProbeClient : SmtpClient
{
    public ProbeClient(ProbeLog log, RemoteCertificateValidationCallback certificates)
        : base(log)
    {
        Certificates = new CertificateWatch(certificates);
        CheckCertificateRevocation = false;
        ServerCertificateValidationCallback = Certificates.Validate;
    }

    public CertificateWatch Certificates { get; }

    /// <summary>Sends one command line and returns the reply, also a negative one.</summary>
    public Task<SmtpResponse> CommandAsync(string line, CancellationToken cancellationToken) =>
        SendCommandAsync(line, cancellationToken);
}
