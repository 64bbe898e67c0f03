using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Security;

namespace Postern.Tests.Senders;

/// <summary>A domain that signs mail, with a key made for the tests.</summary>
internal sealed class SigningDomain(string name)
{
    private static readonly string[] Signed = ["From", "Subject", "Date", "Content-Type"];

    private readonly RSA _key = RSA.Create(2048);

    /// <summary>The line of its key for a zone.</summary>
    public string Record =>
        $"s1._domainkey.{name} TXT v=DKIM1; k=rsa; p={Convert.ToBase64String(_key.ExportSubjectPublicKeyInfo())}";

    /// <summary>The mail with a DKIM signature.</summary>
    public string Sign(string eml, bool relaxed = true)
    {
        var form = relaxed ? DkimCanonicalizationAlgorithm.Relaxed : DkimCanonicalizationAlgorithm.Simple;
        var signer = new DkimSigner(DotNetUtilities.GetRsaKeyPair(_key).Private, name, "s1")
        {
            HeaderCanonicalizationAlgorithm = form,
            BodyCanonicalizationAlgorithm = form,
        };
        return Changed(eml, message => signer.Sign(message, Signed));
    }

    /// <summary>The mail with an ARC seal over its findings.</summary>
    public string Seal(string eml, string results)
    {
        var signer = new Sealer(DotNetUtilities.GetRsaKeyPair(_key).Private, name, results);
        return Changed(eml, message => signer.Sign(message, Signed));
    }

    private static string Changed(string eml, Action<MimeMessage> change)
    {
        var message = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(eml)));
        change(message);
        using var stream = new MemoryStream();
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        message.WriteTo(options, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class Sealer(Org.BouncyCastle.Crypto.AsymmetricKeyParameter key, string domain, string results)
        : ArcSigner(key, domain, "s1")
    {
        protected override AuthenticationResults GenerateArcAuthenticationResults(
            FormatOptions options,
            MimeMessage message,
            CancellationToken cancellationToken
        ) =>
            AuthenticationResults.TryParse(Encoding.UTF8.GetBytes(results), out var parsed)
                ? parsed
                : throw new FormatException(results);

        protected override Task<AuthenticationResults> GenerateArcAuthenticationResultsAsync(
            FormatOptions options,
            MimeMessage message,
            CancellationToken cancellationToken
        ) => Task.FromResult(GenerateArcAuthenticationResults(options, message, cancellationToken));
    }
}
