using Postern.Contracts.Http;
using Postern.Core.Servers;

namespace Postern.Tests.Servers;

public sealed class OAuthTokenRequestTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("""{"access_token":"t","expires_in":3600}""", 55)]
    [InlineData("""{"access_token":"t","expires_in":"3600"}""", 55)]
    [InlineData("""{"access_token":"t","expires_in":600}""", 5)]
    [InlineData("""{"access_token":"t","expires_in":60}""", 0.5)]
    [InlineData("""{"access_token":"t"}""", 5)]
    [InlineData("""{"access_token":"t","expires_in":-1}""", 5)]
    public void A_token_is_renewed_before_it_expires(string body, double minutes) =>
        Assert.Equal(Now.AddMinutes(minutes), OAuthTokenRequest.Read("login.example", true, body, Now).RenewAt);

    [Theory]
    [InlineData("9223372036854775807")]
    [InlineData("\"9223372036854775807\"")]
    [InlineData("253402300800")]
    public void A_lifetime_beyond_all_time_is_ten_years(string seconds)
    {
        var body = $$"""{"access_token":"t","expires_in":{{seconds}},"refresh_token_expires_in":{{seconds}}}""";
        var token = OAuthTokenRequest.Read("login.example", true, body, Now);
        Assert.Equal(Now.AddDays(3650).AddMinutes(-5), token.RenewAt);
        Assert.Equal(Now.AddDays(3650), token.RefreshExpires);
    }

    [Theory]
    [InlineData(
        false,
        """{"error":"invalid_grant","error_description":"The consent was revoked.\nTrace 1"}""",
        "invalid_grant: The consent was revoked."
    )]
    [InlineData(false, """{"access_token":"t"}""", "it gave no reason")]
    [InlineData(true, """{"token_type":"Bearer"}""", "it gave no reason")]
    [InlineData(true, "<html>", "no JSON object")]
    [InlineData(true, "[]", "no JSON object")]
    [InlineData(true, """{"access_token":"\ud800"}""", "no JSON object")]
    [InlineData(false, """{"error":"\udc00"}""", "no JSON object")]
    [InlineData(true, """{"access_token":"t","expires_in":"\ud800"}""", "no JSON object")]
    [InlineData(true, """{"\ud800":1,"access_token":"t"}""", "no JSON object")]
    public void What_is_no_token_is_told_in_the_endpoint_s_words(bool succeeded, string body, string words)
    {
        var failure = Assert.Throws<OAuthException>(() =>
            OAuthTokenRequest.Read("login.example", succeeded, body, Now)
        );
        Assert.Contains("login.example", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(words.TrimEnd('.'), failure.Message.TrimEnd('.'), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refresh_token_is_posted_with_its_grant_only()
    {
        var settings = new OAuthSettings { TokenEndpoint = "https://login.example/token", ClientId = "app" };
        Assert.False(OAuthTokenRequest.Form(settings, "s", "r").ContainsKey("refresh_token"));
        var form = OAuthTokenRequest.Form(settings with { Grant = OAuthGrant.RefreshToken }, null, "r");
        Assert.Equal(
            ("refresh_token", "r", false),
            (form["grant_type"], form["refresh_token"], form.ContainsKey("client_secret"))
        );
    }
}
