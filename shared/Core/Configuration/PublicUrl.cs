namespace Postern.Core.Configuration;

/// <summary>
/// The public URL of the gateway: the setting <c>PublicUrl</c>, such as <c>https://mail.example.com</c>. Without it
/// mailings contain no unsubscribe link. RFC 8058 §3.1 requires https; development accepts http too.
/// </summary>
/// <param name="Root">The URL without a trailing slash; null without the setting.</param>
public sealed record PublicUrl(string? Root)
{
    public const string Setting = "PublicUrl";

    public bool IsSet => Root is not null;

    /// <summary>Parses the value of the setting.</summary>
    /// <param name="value">The value; null or empty = not set.</param>
    /// <param name="allowHttp">Whether http is accepted besides https.</param>
    /// <exception cref="InvalidOperationException">The value is not a valid URL.</exception>
    public static PublicUrl Parse(string? value, bool allowHttp)
    {
        if (string.IsNullOrEmpty(value))
            return new PublicUrl((string?)null);
        string[] schemes = allowHttp ? [Uri.UriSchemeHttps, Uri.UriSchemeHttp] : [Uri.UriSchemeHttps];
        if (Uri.TryCreate(value, UriKind.Absolute, out var url) && schemes.Contains(url.Scheme) && IsPlain(url))
            return new PublicUrl(url.AbsoluteUri.TrimEnd('/'));
        throw new InvalidOperationException(
            $"Setting {Setting} is '{value}'; it must be an address with {string.Join(" or ", schemes)}, "
                + "such as https://mail.example.com."
        );
    }

    /// <summary>URL of the page that unsubscribes from mailings; null without the setting.</summary>
    public string? Unsubscribe(string token) => Root is null ? null : $"{Root}/api/unsubscribe/{token}";

    /// <summary>URL of the page that unfollows a thread; null without the setting.</summary>
    public string? Follow(string token) => Root is null ? null : $"{Root}/api/follow/{token}";

    private static bool IsPlain(Uri url) => url.Query.Length + url.Fragment.Length + url.UserInfo.Length == 0;
}
