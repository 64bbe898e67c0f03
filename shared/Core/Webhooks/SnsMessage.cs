using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Postern.Core.Webhooks;

/// <summary>A message of Amazon SNS as it comes by HTTP, and what makes it genuine: the text that is signed and the hosts that it may name.</summary>
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

    /// <summary>When it was sent; it is part of what is signed.</summary>
    public DateTimeOffset Sent =>
        DateTimeOffset.Parse(Timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <exception cref="FormatException">A member is missing or no text.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static SnsMessage Read(ReadOnlyMemory<byte> body)
    {
        using var json = JsonDocument.Parse(body);
        var root = json.RootElement;
        var message = new SnsMessage
        {
            Type = Needed("Type"),
            MessageId = Needed("MessageId"),
            TopicArn = Needed("TopicArn"),
            Message = Needed("Message"),
            Timestamp = Needed("Timestamp"),
            Signature = Needed("Signature"),
            SignatureVersion = Needed("SignatureVersion"),
            SigningCertUrl = root.Text("SigningCertURL") ?? Needed("SigningCertUrl"),
            Subject = root.Text("Subject"),
            Token = root.Text("Token"),
            SubscribeUrl = root.Text("SubscribeURL") ?? root.Text("SubscribeUrl"),
        };
        return DateTimeOffset.TryParse(
            message.Timestamp,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out _
        )
            ? message
            : throw new FormatException("Timestamp is no time.");

        string Needed(string name) => root.Text(name) ?? throw new FormatException($"{name} is missing.");
    }

    /// <summary>
    /// The URL if it may be fetched: https, on the SNS host of the topic's own region, on the usual port. Whoever could name another host could sign with a
    /// certificate of their own.
    /// </summary>
    public Uri? Trusted(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed)
        && parsed is { Scheme: "https", IsDefaultPort: true, UserInfo.Length: 0 }
        && Region().Match(TopicArn) is { Success: true } arn
        && parsed.Host == $"sns.{arn.Groups["region"].Value}.amazonaws.com"
            ? parsed
            : null;

    /// <summary>Whether the signature is the key's: RSA over SHA-1 (version 1) or SHA-256 (version 2).</summary>
    public bool IsSignedBy(RSA key)
    {
        HashAlgorithmName? hash = SignatureVersion switch
        {
            "1" => HashAlgorithmName.SHA1,
            "2" => HashAlgorithmName.SHA256,
            _ => null,
        };
        var signature = new byte[Signature.Length];
        return hash is { } known
            && Convert.TryFromBase64String(Signature, signature, out var length)
            && key.VerifyData(
                Encoding.UTF8.GetBytes(SignedText()),
                signature.AsSpan(0, length),
                known,
                RSASignaturePadding.Pkcs1
            );
    }

    /// <summary>What SNS signs: names and values of some members in the order of their names, each on a line.</summary>
    internal string SignedText()
    {
        (string Name, string? Value)[] members = IsNotification
            ?
            [
                ("Message", Message),
                ("MessageId", MessageId),
                ("Subject", Subject),
                ("Timestamp", Timestamp),
                ("TopicArn", TopicArn),
                ("Type", Type),
            ]
            :
            [
                ("Message", Message),
                ("MessageId", MessageId),
                ("SubscribeURL", SubscribeUrl),
                ("Timestamp", Timestamp),
                ("Token", Token),
                ("TopicArn", TopicArn),
                ("Type", Type),
            ];
        return string.Concat(
            members.Where(member => member.Value is not null).Select(member => $"{member.Name}\n{member.Value}\n")
        );
    }

    [GeneratedRegex(
        "^arn:aws:sns:(?<region>[a-z]{2}(-[a-z]+)+-[0-9]+):[0-9]{12}:[A-Za-z0-9_-]+$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Region();
}
