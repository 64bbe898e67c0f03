using Postern.Core.Servers;

namespace Postern.Tests.Servers;

public sealed class TlsTroubleTests
{
    private static readonly DateTimeOffset Day = new(2026, 11, 2, 23, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Everything_that_is_wrong_with_a_certificate_is_in_one_sentence()
    {
        var trouble = TlsTrouble.Of(
            new CertificateTrouble
            {
                Host = "mail.example",
                Names = ["a.example", "b.example"],
                IsOfAnotherName = true,
                Expired = Day,
                IsSelfSigned = true,
            }
        );
        Assert.Equal(
            "The certificate of mail.example is not accepted: it has expired, on 2026-11-02; "
                + "it is for a.example, b.example, not for this host; it is self-signed, by no authority.",
            trouble.Words
        );
        Assert.Equal((TlsFailure.CertificateName, "a.example, b.example"), (trouble.Failure, trouble.CertificateNames));
    }

    [Fact]
    public void Each_fault_alone_has_its_words()
    {
        var bare = new CertificateTrouble { Host = "mail.example" };
        (CertificateTrouble Certificate, string Words)[] cases =
        [
            (bare with { IsMissing = true }, "The server mail.example sent no certificate."),
            (bare with { NotBefore = Day }, "it is not valid before 2026-11-02"),
            (bare with { UnknownAuthority = "Own CA" }, "its authority 'Own CA' is not trusted here"),
            (bare with { IsRevoked = true }, "its authority has revoked it"),
            (bare with { Other = "it has faults (Cyclic)" }, "it has faults (Cyclic)"),
            (bare with { IsOfAnotherName = true }, "it is for no name, not for this host"),
            (bare, "it is not valid."),
        ];
        Assert.All(cases, one => Assert.Contains(one.Words, one.Certificate.Words, StringComparison.Ordinal));
        var many = bare with { Names = [.. Enumerable.Range(1, 12).Select(i => $"n{i}")] };
        Assert.EndsWith("n10 and 2 more", many.NamesText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error:0A00042E:SSL routines::tlsv1 alert protocol version", TlsFailure.OldTls, "TLS 1.1 or older")]
    [InlineData("error:0A000102:SSL routines::unsupported protocol", TlsFailure.OldTls, "TLS 1.1 or older")]
    [InlineData("error:0A000410:SSL routines::ssl/tls alert handshake failure", TlsFailure.Handshake, "cipher suite")]
    [InlineData("Cannot determine the frame size or a corrupted frame", TlsFailure.Handshake, "is not TLS")]
    [InlineData("Received an unexpected EOF or 0 bytes.", TlsFailure.Handshake, "handshake failed: Received an")]
    public void A_handshake_that_fails_otherwise_is_told_in_words(string last, TlsFailure failure, string words)
    {
        var trouble = TlsTrouble.Of(["Authentication failed, see inner exception.", last]);
        Assert.Equal(failure, trouble.Failure);
        Assert.Contains(words, trouble.Words, StringComparison.Ordinal);
    }
}
