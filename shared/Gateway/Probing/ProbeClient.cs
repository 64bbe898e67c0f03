using MailKit.Net.Smtp;
using Postern.Gateway.Connections;

namespace Postern.Gateway.Probing;

/// <summary>An SMTP client that sends single commands, and records why a certificate was not accepted.</summary>
internal sealed class ProbeClient : SmtpClient
{
    public ProbeClient(ProbeLog log, CertificateWatch certificates)
        : base(log)
    {
        Certificates = certificates;
        CheckCertificateRevocation = false;
        ServerCertificateValidationCallback = Certificates.Validate;
    }

    public CertificateWatch Certificates { get; }

    /// <summary>Sends one command line and returns the reply, also a negative one.</summary>
    public Task<SmtpResponse> CommandAsync(string line, CancellationToken cancellationToken) =>
        SendCommandAsync(line, cancellationToken);
}
