using Microsoft.Extensions.Time.Testing;
using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Gateway.Secrets;
using Postern.Gateway.Tokens;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Smtp;

public sealed class OAuthTests
{
    private const string Owner = "outgoing-server-m365";

    [Fact]
    public async Task A_token_is_kept_until_shortly_before_it_expires()
    {
        var issued = 0;
        await using var endpoint = await TokenEndpoint.StartAsync(_ =>
            (200, new { access_token = $"a{++issued}", expires_in = 3600 })
        );
        await using var gateway = await TestGateway.StartAsync();
        await gateway.Get<ISecretStore>().SetAsync(SecretNames.ClientSecret(Owner), "s3cret", default);
        var settings = new OAuthSettings
        {
            TokenEndpoint = endpoint.Address,
            ClientId = "app",
            Scope = "https://outlook.office365.com/.default",
        };

        Assert.Equal("a1", await TokenAsync(gateway, settings));
        gateway.Time.Advance(TimeSpan.FromMinutes(54));
        Assert.Equal("a1", await TokenAsync(gateway, settings));
        gateway.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("a2", await TokenAsync(gateway, settings));

        Assert.All(
            endpoint.Requests,
            form =>
                Assert.Equal(
                    ("client_credentials", "app", "s3cret", "https://outlook.office365.com/.default"),
                    (form["grant_type"], form["client_id"], form["client_secret"], form["scope"])
                )
        );
    }

    [Fact]
    public async Task Instances_that_need_a_token_at_once_use_each_refresh_token_once_and_the_new_one_is_stored()
    {
        var (valid, reused) = ("r0", 0);
        await using var endpoint = await TokenEndpoint.StartAsync(form =>
        {
            if (form["refresh_token"] != valid)
                reused++;
            valid = $"r{int.Parse(valid[1..], System.Globalization.CultureInfo.InvariantCulture) + 1}";
            return (
                200,
                new
                {
                    access_token = $"a-{valid}",
                    expires_in = 3600,
                    refresh_token = valid,
                }
            );
        });
        var storage = (await Azurite.SharedAsync()).NewAccount();
        var time = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var one = await TestGateway.StartAsync(storage, time, null);
        await using var two = await TestGateway.StartAsync(storage, time, null);
        await one.Get<ISecretStore>().SetAsync(SecretNames.RefreshToken(Owner), "r0", default);
        var settings = new OAuthSettings
        {
            TokenEndpoint = endpoint.Address,
            ClientId = "app",
            Grant = OAuthGrant.RefreshToken,
        };

        for (var round = 1; round <= 5; round++)
        {
            var both = await Task.WhenAll(
                new[] { one, two }.Select(gateway => Task.Run(() => AtLastAsync(gateway, settings)))
            );
            Assert.Equal([$"a-r{round}", $"a-r{round}"], both);
            time.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal((0, 5), (reused, endpoint.Requests.Count));
        Assert.Equal("r5", await two.Get<ISecretStore>().GetAsync(SecretNames.RefreshToken(Owner), default));
    }

    [Fact]
    public async Task An_endpoint_that_refuses_is_named_with_its_words_and_asked_once_a_minute()
    {
        await using var endpoint = await TokenEndpoint.StartAsync(_ =>
            (
                401,
                new
                {
                    error = "invalid_client",
                    error_description = "AADSTS7000222: The client secret has expired.\r\nTrace ID: 1",
                }
            )
        );
        await using var gateway = await TestGateway.StartAsync();
        await gateway.Get<ISecretStore>().SetAsync(SecretNames.ClientSecret(Owner), "s3cret", default);
        var settings = new OAuthSettings { TokenEndpoint = endpoint.Address, ClientId = "app" };

        for (var i = 0; i < 3; i++)
        {
            var failure = await Assert.ThrowsAsync<OAuthException>(() => TokenAsync(gateway, settings));
            Assert.Equal(
                "The token endpoint 127.0.0.1 gave no token: invalid_client: AADSTS7000222: The client secret has expired.",
                failure.Message
            );
        }
        Assert.Single(endpoint.Requests);
        gateway.Time.Advance(TimeSpan.FromSeconds(61));
        await Assert.ThrowsAsync<OAuthException>(() => TokenAsync(gateway, settings));
        Assert.Equal(2, endpoint.Requests.Count);
    }

    private static Task<string> TokenAsync(TestGateway gateway, OAuthSettings settings) =>
        gateway.Get<OAuthTokenSource>().GetAsync(Owner, settings, default);

    // An instance that meets the other at it is told to come again.
    private static async Task<string> AtLastAsync(TestGateway gateway, OAuthSettings settings)
    {
        string? token = null;
        await Eventually.ReadAsync(
            async () =>
            {
                try
                {
                    token = await TokenAsync(gateway, settings);
                }
                catch (OAuthException e) when (e.RetryAfter is not null)
                {
                    token = null;
                }
                return token;
            },
            found => found is not null
        );
        return token!;
    }
}
