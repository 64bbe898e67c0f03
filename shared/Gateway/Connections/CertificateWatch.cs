using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Postern.Core.Servers;

namespace Postern.Gateway.Connections;

/// <summary>
/// Verifies the certificate of one server, against the roots of the system and against further ones, and records why it
/// was not accepted.
/// </summary>
internal sealed class CertificateWatch(string host, bool verify, X509Certificate2Collection roots)
{
    private const string CommonName = "2.5.4.3";

    private const X509ChainStatusFlags Untrusted =
        X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    // What the sentence says in words of its own.
    private const X509ChainStatusFlags Named =
        Untrusted | X509ChainStatusFlags.Revoked | X509ChainStatusFlags.NotTimeValid;

    /// <summary>What is wrong with the certificate; null if it was accepted, or if there was none yet.</summary>
    public CertificateTrouble? Trouble { get; private set; }

    public bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (!verify || errors == SslPolicyErrors.None)
            return true;
        if (certificate is null || chain is null)
        {
            Trouble = new CertificateTrouble { Host = host, IsMissing = true };
            return false;
        }
        using var leaf = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        using var own = roots.Count > 0 ? BuildOwn(leaf, chain) : null;
        var isForHost = !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch);
        var isChained = !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) || own is { IsValid: true };
        if (isForHost && isChained)
            return true;
        // A chain to one of the further roots has fewer faults than one to the roots of the system.
        var faults = isChained
            ? X509ChainStatusFlags.NoError
            : FaultsOf(own is { IsTrusted: true } ? own.Chain : chain);
        Trouble = Describe(leaf, faults, isForHost, chain.ChainPolicy.VerificationTime);
        return false;
    }

    private OwnChain BuildOwn(X509Certificate2 leaf, X509Chain chain)
    {
        var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(roots);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
        return new OwnChain(own, own.Build(leaf));
    }

    private CertificateTrouble Describe(
        X509Certificate2 leaf,
        X509ChainStatusFlags faults,
        bool isForHost,
        DateTimeOffset now
    )
    {
        var isSelfSigned = leaf.SubjectName.RawData.AsSpan().SequenceEqual(leaf.IssuerName.RawData);
        var isUntrusted = (faults & Untrusted) != 0;
        return new CertificateTrouble
        {
            Host = host,
            Names = NamesOf(leaf),
            IsOfAnotherName = !isForHost,
            Expired = leaf.NotAfter < now ? leaf.NotAfter : null,
            NotBefore = leaf.NotBefore > now ? leaf.NotBefore : null,
            IsSelfSigned = isUntrusted && isSelfSigned,
            UnknownAuthority = isUntrusted && !isSelfSigned ? Shown(leaf.IssuerName) : null,
            IsRevoked = faults.HasFlag(X509ChainStatusFlags.Revoked),
            Other = OtherOf(leaf, faults, now),
        };
    }

    private static string? OtherOf(X509Certificate2 leaf, X509ChainStatusFlags faults, DateTimeOffset now)
    {
        var others = faults & ~Named;
        if (others != X509ChainStatusFlags.NoError)
            return $"it has faults ({others})";
        var isInTime = leaf.NotBefore <= now && now <= leaf.NotAfter;
        return isInTime && faults.HasFlag(X509ChainStatusFlags.NotTimeValid)
            ? "a certificate of its authority is out of date"
            : null;
    }

    private static X509ChainStatusFlags FaultsOf(X509Chain chain) =>
        chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);

    private static string Shown(X500DistinguishedName name) =>
        name.EnumerateRelativeDistinguishedNames()
            .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName)
            .Select(part => part.GetSingleElementValue())
            .FirstOrDefault(name.Name)
        ?? name.Name;

    private static IReadOnlyList<string> NamesOf(X509Certificate2 leaf)
    {
        var names = leaf.Extensions.OfType<X509SubjectAlternativeNameExtension>().SelectMany(AlternativeNames);
        var subject = leaf.GetNameInfo(X509NameType.SimpleName, forIssuer: false);
        return [.. names.DefaultIfEmpty(subject).Where(name => name.Length > 0)];
    }

    private static IEnumerable<string> AlternativeNames(X509SubjectAlternativeNameExtension extension) =>
        [.. extension.EnumerateDnsNames(), .. extension.EnumerateIPAddresses().Select(address => address.ToString())];

    // A chain to one of the further roots.
    private sealed record OwnChain(X509Chain Chain, bool IsValid) : IDisposable
    {
        public bool IsTrusted => (FaultsOf(Chain) & Untrusted) == 0;

        public void Dispose() => Chain.Dispose();
    }
}
