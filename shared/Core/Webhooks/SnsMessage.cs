using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Postern.Core.Webhooks;

/// <summary>
/// A message of Amazon SNS as it arrives by HTTP, and the checks of its authenticity: the signed text, and the hosts
/// that its URLs may name.
/// </summary>
public sealed partial record SnsMessage
{
    public required string Type { get; init; }

    public required string MessageId { get; init; }

    public required string TopicArn { get; init; }

    public required string Message { get; init; }

    public required string Timestamp { get; init; }

    public required string Signature { get; init; }

    public required string SignatureVersion { get; init; }

    public required string SigningCertUrl { get; init; }

    public string? Subject { get; init; }

    public string? Token { get; init; }

    public string? SubscribeUrl { get; init; }

    public bool IsNotification => Type == "Notification";

    public bool IsSubscription => Type == "SubscriptionConfirmation";

    /// <summary>When it was sent; part of the signed text.</summary>
    public DateTimeOffset Sent =>
        DateTimeOffset.Parse(Timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Parses the body of a request.</summary>
    /// <exception cref="FormatException">A member is missing or invalid.</exception>
    /// <exception cref="JsonException">The body is not valid JSON.</exception>
    /// <exception cref="InvalidOperationException">A member is not Unicode.</exception>
    public static SnsMessage Read(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        var message = new SnsMessage
        {
            Type = Required("Type"),
            MessageId = Required("MessageId"),
            TopicArn = Required("TopicArn"),
            Message = Required("Message"),
            Timestamp = Required("Timestamp"),
            Signature = Required("Signature"),
            SignatureVersion = Required("SignatureVersion"),
            SigningCertUrl = root.Text("SigningCertURL") ?? Required("SigningCertUrl"),
            Subject = root.Text("Subject"),
            Token = root.Text("Token"),
            SubscribeUrl = root.Text("SubscribeURL") ?? root.Text("SubscribeUrl"),
        };
        return IsTime(message.Timestamp) ? message : throw new FormatException("Timestamp is no time.");

        string Required(string name) => root.Text(name) ?? throw new FormatException($"{name} is missing.");
    }

    /// <summary>
    /// A URL if it may be fetched: https, on the SNS host of the topic's own region, on the standard port; else null.
    /// Another host could serve a certificate with which a forged message is signed.
    /// </summary>
    public Uri? Trusted(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed)
        && parsed is { Scheme: "https", IsDefaultPort: true, UserInfo.Length: 0 }
        && Region().Match(TopicArn) is { Success: true } arn
        && parsed.Host == $"sns.{arn.Groups["region"].Value}.amazonaws.com"
            ? parsed
            : null;

    /// <summary>Verifies the signature: RSA with SHA-1 (version 1) or SHA-256 (version 2).</summary>
    public bool IsSignedBy(RSA key)
    {
        if (HashOf(SignatureVersion) is not { } hash)
            return false;
        var signature = new byte[Signature.Length];
        if (!Convert.TryFromBase64String(Signature, signature, out var length))
            return false;
        var text = Encoding.UTF8.GetBytes(SignedText());
        return key.VerifyData(text, signature.AsSpan(0, length), hash, RSASignaturePadding.Pkcs1);
    }

    /// <summary>
    /// The text that SNS signs: names and values of certain members, ordered by name, each on a line.
    /// </summary>
    internal string SignedText()
    {
        (string Name, string? Value)[] members =
        [
            ("Message", Message),
            ("MessageId", MessageId),
            ("Subject", IsNotification ? Subject : null),
            ("SubscribeURL", IsNotification ? null : SubscribeUrl),
            ("Timestamp", Timestamp),
            ("Token", IsNotification ? null : Token),
            ("TopicArn", TopicArn),
            ("Type", Type),
        ];
        var present = members.Where(member => member.Value is not null);
        return string.Concat(present.Select(member => $"{member.Name}\n{member.Value}\n"));
    }

    private static HashAlgorithmName? HashOf(string version) =>
        version switch
        {
            "1" => HashAlgorithmName.SHA1,
            "2" => HashAlgorithmName.SHA256,
            _ => null,
        };

    private static bool IsTime(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);

    [GeneratedRegex(
        "^arn:aws:sns:(?<region>[a-z]{2}(-[a-z]+)+-[0-9]+):[0-9]{12}:[A-Za-z0-9_-]+$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Region();
}
