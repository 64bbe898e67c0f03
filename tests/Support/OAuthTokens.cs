using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Postern.Tests.Support;

/// <summary>
/// Issues the tokens that Dovecot accepts for XOAUTH2 and OAUTHBEARER: JWT (RFC 7519) with HS256, which it validates
/// without an identity provider.
/// </summary>
public sealed class OAuthTokens(TimeProvider time)
{
    private readonly byte[] _secret = RandomNumberGenerator.GetBytes(32);

    /// <summary>The secret in the format of Dovecot's key file.</summary>
    public string KeyFile => Convert.ToBase64String(_secret);

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
        var signed = $"{Encode(header)}.{Encode(claims)}";
        var signature = HMACSHA256.HashData(_secret, Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Encode<T>(T part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
}
