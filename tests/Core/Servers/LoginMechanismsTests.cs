using Postern.Core.Servers;

namespace Postern.Tests.Servers;

public sealed class LoginMechanismsTests
{
    [Theory]
    [InlineData("PLAIN LOGIN CRAM-MD5 SCRAM-SHA-1 SCRAM-SHA-256", false, true, "SCRAM-SHA-256")]
    [InlineData("PLAIN LOGIN CRAM-MD5", false, false, "CRAM-MD5")]
    // Under TLS the digest protects nothing more, and fails wherever the server keeps hashes of passwords.
    [InlineData("PLAIN LOGIN CRAM-MD5", false, true, "PLAIN")]
    [InlineData("LOGIN XOAUTH2", false, true, "LOGIN")]
    [InlineData("login xoauth2", true, true, "XOAUTH2")]
    [InlineData("OAUTHBEARER PLAIN", true, true, "OAUTHBEARER")]
    [InlineData("XOAUTH2 GSSAPI", false, true, null)]
    [InlineData("PLAIN LOGIN", true, true, null)]
    [InlineData("", false, true, null)]
    public void The_strongest_mechanism_that_the_record_can_use_is_chosen(
        string offered,
        bool byToken,
        bool isEncrypted,
        string? expected
    ) =>
        Assert.Equal(
            expected,
            LoginMechanisms.Choose(offered.Split(' ', StringSplitOptions.RemoveEmptyEntries), byToken, isEncrypted)
        );

    [Theory]
    [InlineData("XOAUTH2", false, "takes no password")]
    [InlineData(
        "PLAIN LOGIN",
        true,
        "no access token (XOAUTH2), which the record logs in with; it offers LOGIN, PLAIN"
    )]
    [InlineData("GSSAPI", false, "no authentication that is known here; it offers GSSAPI")]
    [InlineData("", false, "offers no authentication on this connection")]
    public void What_is_offered_instead_is_named(string offered, bool byToken, string expected) =>
        Assert.Contains(
            expected,
            LoginMechanisms.Missing(offered.Split(' ', StringSplitOptions.RemoveEmptyEntries), byToken),
            StringComparison.Ordinal
        );
}
