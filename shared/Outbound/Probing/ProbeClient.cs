using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MailKit.Net.Smtp;

namespace Postern.Outbound.Probing;

/// <summary>An SMTP client that can be taken through a transaction command by command, and remembers what was wrong with a certificate.</summary>
internal sealed class ProbeClient : SmtpClient
{
    public ProbeClient(ProbeLog log, RemoteCertificateValidationCallback certificates)
        : base(log)
    {
        CheckCertificateRevocation = false;
        ServerCertificateValidationCallback = (sender, certificate, chain, errors) =>
        {
            if (certificates(sender, certificate, chain, errors)) return true;
            (CertificateErrors, CertificateNames) = (errors, NamesOf(certificate));
            return false;
        };
    }

    /// <summary>Why a certificate was not accepted.</summary>
    public SslPolicyErrors CertificateErrors { get; private set; }

    /// <summary>The names that it is for.</summary>
    public string? CertificateNames { get; private set; }

    /// <summary>Sends one command line and reads the reply, whatever it is.</summary>
    public Task<SmtpResponse> CommandAsync(string line, CancellationToken cancellationToken) => SendCommandAsync(line, cancellationToken);

    private static string? NamesOf(X509Certificate? certificate)
    {
        if (certificate is not X509Certificate2 server) return certificate?.Subject;
        var names = server.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())));
        return string.Join(", ", names.DefaultIfEmpty(server.GetNameInfo(X509NameType.SimpleName, forIssuer: false)));
    }
}
