using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace Postern.Configuration;

/// <summary>
/// Where people and mail programs reach the gateway: the setting <c>PublicUrl</c>, such as <c>https://mail.example.com</c>. Without it
/// mailings carry no unsubscribe link. RFC 8058 §3.1 asks for https; development takes http too.
/// </summary>
public sealed class PublicUrl
{
    public const string Setting = "PublicUrl";

    private readonly string? _root;

    public PublicUrl(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration[Setting] is not { Length: > 0 } text) return;
        var allowed = environment.IsDevelopment() ? new[] { Uri.UriSchemeHttps, Uri.UriSchemeHttp } : [Uri.UriSchemeHttps];
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || !allowed.Contains(url.Scheme) || url.Query.Length + url.Fragment.Length + url.UserInfo.Length > 0)
            throw new InvalidOperationException($"Setting {Setting} is '{text}'; it must be an address with {string.Join(" or ", allowed)}, such as https://mail.example.com.");
        _root = url.AbsoluteUri.TrimEnd('/');
    }

    /// <summary>The address without a slash at its end; null without the setting.</summary>
    public string? Root => _root;

    public bool IsSet => _root is not null;

    /// <summary>Address of the page where mailings are ended; null without the setting.</summary>
    public string? Unsubscribe(string token) => _root is null ? null : $"{_root}/api/unsubscribe/{token}";

    /// <summary>Address of the page where a thread's mail is ended; null without the setting.</summary>
    public string? Follow(string token) => _root is null ? null : $"{_root}/api/follow/{token}";
}
