using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Postern.Gateway.Connections;

/// <summary>Remembers what was wrong with a server's certificate.</summary>
internal sealed class CertificateWatch(RemoteCertificateValidationCallback certificates)
{
    /// <summary>Why it was not accepted.</summary>
    public SslPolicyErrors Errors { get; private set; }

    /// <summary>The names that it is for.</summary>
    public string? Names { get; private set; }

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificates(sender, certificate, chain, errors))
            return true;
        (Errors, Names) = (errors, NamesOf(certificate));
        return false;
    }

    private static string? NamesOf(X509Certificate? certificate)
    {
        if (certificate is not X509Certificate2 server)
            return certificate?.Subject;
        var names = server
            .Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension =>
                extension
                    .EnumerateDnsNames()
                    .Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()))
            );
        return string.Join(", ", names.DefaultIfEmpty(server.GetNameInfo(X509NameType.SimpleName, forIssuer: false)));
    }
}
