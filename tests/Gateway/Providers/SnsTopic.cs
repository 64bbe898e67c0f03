using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Postern.Gateway.Providers;
using Postern.Tests.Support;

namespace Postern.Tests.Providers;

/// <summary>
/// An SNS topic: signs messages with a certificate of its own, and stands where SNS would when the gateway fetches
/// that or confirms.
/// </summary>
internal sealed class SnsTopic : HttpMessageHandler
{
    public const string Arn = "arn:aws:sns:eu-west-1:123456789012:mail-events";
    public const string Host = "https://sns.eu-west-1.amazonaws.com";
    private const string CertificateUrl = $"{Host}/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem";
    private readonly RSA _key = RSA.Create(2048);

    public List<string> Fetched { get; } = [];

    /// <summary>What comes of a request instead of an answer; null = it is answered.</summary>
    public Func<Task<HttpResponseMessage>>? Trouble { get; set; }

    public TimeSpan Validity { get; init; } = TimeSpan.FromDays(400);

    public SesEvents Provider(TimeProvider time, string? topics = Arn) =>
        new(
            new ConfigurationBuilder().AddInMemoryCollection([new(SesEvents.Setting, topics)]).Build(),
            new SnsClient(this, time)
        );

    /// <summary>A notification as SNS posts it.</summary>
    public JsonObject Notification(
        string message,
        DateTimeOffset sent,
        string version = "2",
        string? subject = null,
        string id = "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324"
    ) =>
        Sign(
            new JsonObject
            {
                ["Type"] = "Notification",
                ["MessageId"] = id,
                ["TopicArn"] = Arn,
                ["Subject"] = subject,
                ["Message"] = message,
                ["Timestamp"] = sent.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
                ["SignatureVersion"] = version,
                ["SigningCertURL"] = CertificateUrl,
                ["UnsubscribeURL"] =
                    $"{Host}/?Action=Unsubscribe&SubscriptionArn={Arn}:c9135db0-26c4-47ec-8998-413945fb5a96",
            }
        );

    public JsonObject Confirmation(DateTimeOffset sent, string? subscribe = null) =>
        Sign(
            new JsonObject
            {
                ["Type"] = "SubscriptionConfirmation",
                ["MessageId"] = "165545c9-2a5c-472c-8df2-7ff2be2b3b1b",
                ["Token"] = "2336412f37f",
                ["TopicArn"] = Arn,
                ["Message"] = $"You have chosen to subscribe to the topic {Arn}.",
                ["SubscribeURL"] = subscribe ?? $"{Host}/?Action=ConfirmSubscription&TopicArn={Arn}&Token=2336412f37f",
                ["Timestamp"] = sent.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
                ["SignatureVersion"] = "2",
                ["SigningCertURL"] = CertificateUrl,
            }
        );

    /// <summary>Signs what a message says now.</summary>
    public JsonObject Sign(JsonObject message)
    {
        string[] names =
            message["Type"]!.GetValue<string>() == "Notification"
                ? ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
                : ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"];
        var text = string.Concat(
            names
                .Where(name => message[name] is not null)
                .Select(name => $"{name}\n{message[name]!.GetValue<string>()}\n")
        );
        var hash =
            message["SignatureVersion"]!.GetValue<string>() == "1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256;
        message["Signature"] = Convert.ToBase64String(
            _key.SignData(System.Text.Encoding.UTF8.GetBytes(text), hash, RSASignaturePadding.Pkcs1)
        );
        return message;
    }

    /// <summary>One of the samples, with what a test says in place of its Message-Id and return path.</summary>
    public static string Sample(
        string name,
        string messageId = "none@elsewhere.example",
        string returnPath = "none@elsewhere.example"
    ) =>
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "Gateway", "Providers", "Events", name))
            .Replace("MESSAGE-ID", messageId, StringComparison.Ordinal)
            .Replace("RETURN-PATH", returnPath, StringComparison.Ordinal);

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        Fetched.Add(request.RequestUri!.AbsoluteUri);
        if (Trouble?.Invoke() is { } failed)
            return failed;
        var content = request.RequestUri.AbsoluteUri == CertificateUrl ? Pem() : "<ConfirmSubscriptionResponse/>";
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(content) });
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _key.Dispose();
        base.Dispose(disposing);
    }

    private string Pem()
    {
        var request = new CertificateRequest(
            "CN=sns.amazonaws.com",
            _key,
            HashAlgorithmName.SHA256,
            RSASignaturePadding.Pkcs1
        );
        var from = DateTimeOffset.UtcNow.AddDays(-30);
        using var certificate = request.CreateSelfSigned(from, from + Validity);
        return certificate.ExportCertificatePem();
    }
}
