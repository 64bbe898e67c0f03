namespace Postern.Core.Configuration;

/// <summary>
/// Where people and mail programs reach the gateway: the setting <c>PublicUrl</c>, such as <c>https://mail.example.com</c>. Without it
/// mailings carry no unsubscribe link. RFC 8058 §3.1 asks for https; development takes http too.
/// </summary>
/// <param name="Root">The address without a slash at its end; null without the setting.</param>
public sealed record PublicUrl(string? Root)
{
    public const string Setting = "PublicUrl";

    public bool IsSet => Root is not null;

    /// <summary>Reads the value of the setting.</summary>
    /// <param name="value">The value; null or empty = there is none.</param>
    /// <param name="allowHttp">Whether http is accepted beside https.</param>
    /// <exception cref="InvalidOperationException">The value is no such address.</exception>
    public static PublicUrl Parse(string? value, bool allowHttp)
    {
        if (string.IsNullOrEmpty(value))
            return new PublicUrl((string?)null);
        var allowed = allowHttp ? new[] { Uri.UriSchemeHttps, Uri.UriSchemeHttp } : [Uri.UriSchemeHttps];
        if (
            !Uri.TryCreate(value, UriKind.Absolute, out var url)
            || !allowed.Contains(url.Scheme)
            || url.Query.Length + url.Fragment.Length + url.UserInfo.Length > 0
        )
            throw new InvalidOperationException(
                $"Setting {Setting} is '{value}'; it must be an address with {string.Join(" or ", allowed)}, such as https://mail.example.com."
            );
        return new PublicUrl(url.AbsoluteUri.TrimEnd('/'));
    }

    /// <summary>Address of the page where mailings are ended; null without the setting.</summary>
    public string? Unsubscribe(string token) => Root is null ? null : $"{Root}/api/unsubscribe/{token}";

    /// <summary>Address of the page where a thread's mail is ended; null without the setting.</summary>
    public string? Follow(string token) => Root is null ? null : $"{Root}/api/follow/{token}";
}
