using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Postern.Gateway.Connections;

/// <summary>Records why a server's certificate was not accepted.</summary>
internal sealed class CertificateWatch(RemoteCertificateValidationCallback certificates)
{
    public SslPolicyErrors Errors { get; private set; }

    /// <summary>The names in the refused certificate.</summary>
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
        var names = server.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(AlternativeNames);
        var subject = server.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        return string.Join(", ", names.DefaultIfEmpty(subject));
    }

    private static IEnumerable<string> AlternativeNames(X509SubjectAlternativeNameExtension extension) =>
        [.. extension.EnumerateDnsNames(), .. extension.EnumerateIPAddresses().Select(address => address.ToString())];
}
