using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Postern.Tests.Support;

/// <summary>Mints the tokens that Dovecot accepts for XOAUTH2 and OAUTHBEARER: JWT (RFC 7519), HS256, checked without an identity provider.</summary>
public sealed class OAuthTokens(TimeProvider time)
{
    private readonly byte[] secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>The secret as Dovecot's key file wants it.</summary>
    public string KeyFile => Convert.ToBase64String(secret);

    public string Mint(string address, TimeSpan lifetime)
    {
        var now = time.GetUtcNow();
        var header = new
        {
            alg = "HS256",
            kid = "default",
            typ = "JWT",
        };
        var claims = new
        {
            sub = address,
            email = address,
            iat = now.ToUnixTimeSeconds(),
            nbf = now.AddMinutes(-1).ToUnixTimeSeconds(),
            exp = (now + lifetime).ToUnixTimeSeconds(),
        };
        var signed =
            Encode(JsonSerializer.SerializeToUtf8Bytes(header))
            + "."
            + Encode(JsonSerializer.SerializeToUtf8Bytes(claims));
        return signed + "." + Encode(HMACSHA256.HashData(secret, System.Text.Encoding.ASCII.GetBytes(signed)));
    }

    private static string Encode(byte[] part) => Base64Url.EncodeToString(part);
}
