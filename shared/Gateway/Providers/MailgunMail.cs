using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Postern.Core.Addresses;
using Postern.Core.Journal;

namespace Postern.Gateway.Providers;

/// <summary>
/// Mail that a route of Mailgun forwards raw, to a URL that ends with <c>mime</c>. The setting
/// <c>Mailgun__SigningKey</c> is the webhook signing key of the account. The signature covers time and token but not
/// the mail, so a token is valid for one mail only.
/// </summary>
internal sealed class MailgunMail(IConfiguration configuration) : IMailProvider
{
    public const string Setting = "Mailgun:SigningKey";

    // Mailgun retries for eight hours. Whether it signs each attempt anew is not documented.
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private readonly string? _key = configuration[Setting] is { Length: > 0 } key ? key : null;

    public string Name => "mailgun";

    public bool IsSetUp => _key is not null;

    public string MailField => "body-mime";

    public int RefusedStatus => 406;

    public ProviderMail Read(IReadOnlyDictionary<string, string> fields, DateTimeOffset now)
    {
        if (fields.GetValueOrDefault("token") is not { Length: > 0 } token)
            return new ProviderMail.Refused("token", "is missing", Stranger: true);
        var timestamp = fields.GetValueOrDefault("timestamp");
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return new ProviderMail.Refused("timestamp", "must be the seconds since 1970", Stranger: true);
        if (!IsSigned(timestamp + token, fields.GetValueOrDefault("signature")))
            return new ProviderMail.Refused("signature", "is not Mailgun's", Stranger: true);
        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > Patience.TotalSeconds)
            return new ProviderMail.Refused("timestamp", $"is more than {Patience.TotalHours} hours away");
        var sender = Sender(fields.GetValueOrDefault("sender"));
        var recipients = Recipients(fields.GetValueOrDefault("recipient"));
        return new ProviderMail.Genuine(token, new MailOrigin(Name, sender, recipients));
    }

    private bool IsSigned(string text, string? signature)
    {
        var mac = HMACSHA256.HashData(Encoding.UTF8.GetBytes(_key!), Encoding.UTF8.GetBytes(text));
        var expected = Convert.ToHexStringLower(mac);
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(expected),
            Encoding.UTF8.GetBytes(signature?.ToLowerInvariant() ?? "")
        );
    }

    private static string? Sender(string? text) =>
        text switch
        {
            // The null return path (RFC 5321 §4.5.5).
            "" or "<>" => "",
            _ => Address(text),
        };

    private static List<string>? Recipients(string? text)
    {
        var parts = text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts?.Select(Address).OfType<string>().ToList();
    }

    private static string? Address(string? text) =>
        EmailAddress.TryParse(text, out var address) ? address.Address : null;
}
