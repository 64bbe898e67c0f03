using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Postern.Core.Addresses;
using Postern.Core.Journal;

namespace Postern.Gateway.Providers;

/// <summary>
/// Mail that a route of Mailgun forwards raw, to an address that ends with <c>mime</c>. The setting <c>Mailgun__SigningKey</c> is the account's
/// webhook signing key. The signature covers time and token but not the mail, so a token is good for one mail only.
/// </summary>
internal sealed class MailgunMail(IConfiguration configuration) : IMailProvider
{
    public const string Setting = "Mailgun:SigningKey";

    // Mailgun offers a mail again for eight hours; whether under the first signature it does not say.
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
        if (
            !long.TryParse(
                fields.GetValueOrDefault("timestamp"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var seconds
            )
        )
            return new ProviderMail.Refused("timestamp", "must be the seconds since 1970", Stranger: true);
        if (!IsSigned(fields["timestamp"] + token, fields.GetValueOrDefault("signature")))
            return new ProviderMail.Refused("signature", "is not Mailgun's", Stranger: true);
        if (Math.Abs(now.ToUnixTimeSeconds() - seconds) > Patience.TotalSeconds)
            return new ProviderMail.Refused("timestamp", $"is more than {Patience.TotalHours} hours away");
        return new ProviderMail.Genuine(
            token,
            new MailOrigin(
                Name,
                Sender(fields.GetValueOrDefault("sender")),
                Recipients(fields.GetValueOrDefault("recipient"))
            )
        );
    }

    private bool IsSigned(string text, string? signature)
    {
        var expected = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(_key!), Encoding.UTF8.GetBytes(text))
        );
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(expected),
            Encoding.UTF8.GetBytes(signature?.ToLowerInvariant() ?? "")
        );
    }

    // An empty sender is the null return path (RFC 5321 §4.5.5).
    private static string? Sender(string? text) =>
        text is null or "" or "<>"
            ? text is null
                ? null
                : ""
            : EmailAddress.TryParse(text, out var address)
                ? address.Address
                : null;

    private static IReadOnlyList<string>? Recipients(string? text) =>
        text is null
            ? null
            :
            [
                .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(part => EmailAddress.TryParse(part, out var address) ? address.Address : null)
                    .OfType<string>(),
            ];
}
