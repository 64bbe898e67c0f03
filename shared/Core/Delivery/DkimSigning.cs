using MimeKit;
using MimeKit.Cryptography;
using Org.BouncyCastle.Crypto;

namespace Postern.Core.Delivery;

/// <summary>
/// Signs a mail with DKIM (RFC 6376), relaxed in header and body, when nothing in it changes any more.
/// </summary>
/// <param name="Domain">The domain that signs: that of the From.</param>
/// <param name="Selector">The selector of the key.</param>
/// <param name="Key">The private part of the key.</param>
/// <param name="Time">The time of the signature.</param>
public sealed record DkimSigning(string Domain, string Selector, DkimPrivateKey Key, DateTimeOffset Time)
{
    // Named once more than they occur: another one of them breaks the signature (§5.4.2, §8.15; RFC 8058 §4).
    private static readonly string[] Closed = ["From", "Subject", "To", "List-Unsubscribe", "List-Unsubscribe-Post"];

    // What a reader sees or a program acts on (§5.4.1), and what says how the body is read.
    private static readonly string[] Open =
    [
        "Date",
        "Message-ID",
        "Reply-To",
        "Cc",
        "In-Reply-To",
        "References",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
    ];

    /// <summary>Takes the signature of an earlier attempt off.</summary>
    public static void Remove(MimeMessage mail) => mail.Headers.RemoveAll(HeaderId.DkimSignature);

    /// <summary>Puts the signature before the other fields of a mail.</summary>
    /// <param name="options">How the mail is written.</param>
    /// <param name="mail">The mail, prepared for the transport.</param>
    public void Sign(FormatOptions options, MimeMessage mail)
    {
        using var signer = new Signer(this)
        {
            HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
            BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed,
        };
        signer.Sign(options, mail, FieldsOf(mail));
    }

    private static List<string> FieldsOf(MimeMessage mail)
    {
        var present = mail.Headers.Concat(mail.Body?.Headers ?? []).Select(field => field.Field).ToList();
        return
        [
            .. Closed.SelectMany(name => Enumerable.Repeat(name, Count(name) + 1)),
            .. Open.SelectMany(name => Enumerable.Repeat(name, Count(name))),
        ];

        int Count(string name) => present.Count(field => field.Equals(name, StringComparison.OrdinalIgnoreCase));
    }

    private sealed class Signer(DkimSigning signing)
        : DkimSigner(signing.Key.Parameter, signing.Domain, signing.Selector, signing.Key.SignatureAlgorithm),
            IDisposable
    {
        private readonly RsaSigner? _system = signing.Key.System is { } key ? new RsaSigner(key) : null;

        public void Dispose() => _system?.Dispose();

        protected override ISigner CreateSigningContext() => _system ?? base.CreateSigningContext();

        protected override long GetTimestamp() => signing.Time.ToUnixTimeSeconds();
    }
}
