using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;
using Postern.Core.Deliverability;

namespace Postern.Core.Senders;

/// <summary>Gives MimeKit's verifiers the keys that the DNS answers hold (RFC 6376 §3.6.2).</summary>
internal sealed class DnsKeyLocator(DnsReader dns) : DkimPublicKeyLocatorBase
{
    public override AsymmetricKeyParameter LocatePublicKey(
        string methods,
        string domain,
        string selector,
        CancellationToken cancellationToken = default
    ) =>
        dns.Find(QuestionOf(selector, domain)).Records is [var record]
        && record.Contains("p=", StringComparison.Ordinal)
            ? GetPublicKey(record)
            : throw new FormatException("There is no key.");

    /// <summary>The interface has it; nothing here waits, so nothing calls it.</summary>
    public override Task<AsymmetricKeyParameter> LocatePublicKeyAsync(
        string methods,
        string domain,
        string selector,
        CancellationToken cancellationToken = default
    ) => throw new NotSupportedException();

    /// <summary>The question for a selector's key.</summary>
    public static DnsQuestion QuestionOf(string selector, string domain) =>
        new(DkimKey.NameOf(selector, domain).ToLowerInvariant(), DnsType.Txt);
}
