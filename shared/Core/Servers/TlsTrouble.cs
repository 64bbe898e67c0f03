namespace Postern.Core.Servers;

/// <summary>Why no TLS session with a server came about.</summary>
/// <param name="Failure">The kind.</param>
/// <param name="Words">The reason, as a sentence.</param>
/// <param name="CertificateNames">The names of a certificate that was not accepted.</param>
public sealed record TlsTrouble(TlsFailure Failure, string Words, string? CertificateNames = null)
{
    // Words of OpenSSL, and of .NET for a first byte that is none of TLS.
    private static readonly (string Said, TlsFailure Failure, string Words)[] Known =
    [
        ("protocol version", TlsFailure.OldTls, OldTls),
        ("unsupported protocol", TlsFailure.OldTls, OldTls),
        ("version too low", TlsFailure.OldTls, OldTls),
        ("no protocols available", TlsFailure.OldTls, OldTls),
        ("handshake failure", TlsFailure.Handshake, NoCipher),
        ("no shared cipher", TlsFailure.Handshake, NoCipher),
        ("insufficient security", TlsFailure.Handshake, NoCipher),
        ("dh key too small", TlsFailure.Handshake, NoCipher),
        ("wrong version number", TlsFailure.Handshake, NoTls),
        ("frame size", TlsFailure.Handshake, NoTls),
        ("corrupted frame", TlsFailure.Handshake, NoTls),
        ("packet length too long", TlsFailure.Handshake, NoTls),
    ];

    private const string OldTls = "The server speaks only TLS 1.1 or older; at least TLS 1.2 is required.";
    private const string NoCipher = "The server and the gateway have no cipher suite of TLS in common.";
    private const string NoTls = "What the server sent is not TLS.";

    /// <summary>The trouble with a certificate.</summary>
    public static TlsTrouble Of(CertificateTrouble certificate) =>
        new(
            certificate.IsOfAnotherName ? TlsFailure.CertificateName : TlsFailure.CertificateTrust,
            certificate.Words,
            certificate.NamesText
        );

    /// <summary>The trouble with a handshake for another reason than the certificate.</summary>
    /// <param name="messages">The messages of the exception and of those within it, outermost first.</param>
    public static TlsTrouble Of(IReadOnlyList<string> messages)
    {
        foreach (var (said, failure, words) in Known)
        {
            if (messages.Any(message => message.Contains(said, StringComparison.OrdinalIgnoreCase)))
                return new(failure, words);
        }
        var last = messages.Count > 0 ? messages[^1].Split('\n', 2)[0].Trim() : "no reason was given";
        return new(TlsFailure.Handshake, $"The TLS handshake failed: {last}");
    }
}

/// <summary>Kind of a <see cref="TlsTrouble"/>.</summary>
public enum TlsFailure
{
    /// <summary>The certificate is for another name, whatever else is wrong with it.</summary>
    CertificateName,

    /// <summary>The certificate is out of date, or from nobody who is trusted.</summary>
    CertificateTrust,

    /// <summary>No version of TLS in common.</summary>
    OldTls,

    /// <summary>Another reason.</summary>
    Handshake,
}
