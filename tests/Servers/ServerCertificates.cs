using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Postern.Tests.Servers;

/// <summary>Certificates of servers with every fault that users have, and the authority that signed the others.</summary>
public sealed class ServerCertificates : IDisposable
{
    private readonly X509Certificate2 _trusted = Authority("Trusted tests");
    private readonly X509Certificate2 _other = Authority("Nobody's authority");
    private readonly List<X509Certificate2> _issued = [];
    private readonly string _file = Path.GetTempFileName();

    public ServerCertificates() => File.WriteAllText(_file, _trusted.ExportCertificatePem());

    /// <summary>PEM file of the trusted authority.</summary>
    public string AuthorityPath => _file;

    /// <summary>A certificate that nobody but its key has signed.</summary>
    public X509Certificate2 SelfSigned(string host) => Issue(host, null, 30);

    /// <summary>A certificate of the trusted authority.</summary>
    /// <param name="host">The name that it is for.</param>
    /// <param name="days">For how many days it is valid yet; negative = it has expired.</param>
    public X509Certificate2 Trusted(string host, int days = 30) => Issue(host, _trusted, days);

    /// <summary>A certificate of an authority that nobody knows.</summary>
    public X509Certificate2 OfUnknown(string host) => Issue(host, _other, 30);

    public void Dispose()
    {
        foreach (var certificate in _issued.Append(_trusted).Append(_other))
            certificate.Dispose();
        File.Delete(_file);
    }

    private X509Certificate2 Issue(string host, X509Certificate2? authority, int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        // Real: the system that verifies it has no other clock.
        var now = DateTimeOffset.UtcNow;
        var (from, to) = (now.AddDays(-60), now.AddDays(days));
        if (authority is null)
            return Keep(request.CreateSelfSigned(from, to));
        using var bare = request.Create(authority, from, to, RandomNumberGenerator.GetBytes(16));
        return Keep(bare.CopyWithPrivateKey(key));
    }

    private X509Certificate2 Keep(X509Certificate2 certificate)
    {
        _issued.Add(certificate);
        return certificate;
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-90), DateTimeOffset.UtcNow.AddDays(90));
    }
}
