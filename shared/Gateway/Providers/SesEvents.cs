using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Postern.Core.Reports;
using Postern.Core.Webhooks;

namespace Postern.Gateway.Providers;

/// <summary>
/// Bounces, complaints, delays and deliveries that Amazon SES publishes to an SNS topic. SNS signs what it sends, but for everybody who has a topic:
/// the setting <c>Ses__Topics</c> names those that are ours (ARNs with commas between).
/// </summary>
internal sealed class SesEvents(IConfiguration configuration, SnsClient sns) : IDeliveryEventProvider
{
    public const string Setting = "Ses:Topics";
    private const int LongestShown = 200;

    private readonly HashSet<string> _topics =
    [
        .. (configuration[Setting] ?? "").Split(
            ',',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        ),
    ];

    public string Name => "ses";

    public bool IsSetUp => _topics.Count > 0;

    public async Task<ProviderReading> ReadAsync(ProviderRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var message = SnsMessage.Read(request.Body);
            if (!_topics.Contains(message.TopicArn))
                return ProviderReading.Refused.Stranger(
                    $"The topic {BounceWords.Cut(message.TopicArn, LongestShown)} is not one of Ses__Topics."
                );
            if (
                message.Trusted(message.SigningCertUrl) is not { } certificate
                || !certificate.AbsolutePath.EndsWith(".pem", StringComparison.Ordinal)
                || certificate.Query.Length + certificate.Fragment.Length > 0
            )
                return ProviderReading.Refused.Stranger("SigningCertURL is not on the SNS host of the topic's region.");
            if (!await sns.VerifyAsync(message, certificate, cancellationToken))
                return ProviderReading.Refused.Stranger("The signature is not that of SNS.");
            if (message.IsSubscription)
                return await ConfirmAsync(message, cancellationToken);
            return new ProviderReading.Events(
                message.IsNotification && SesReports.Read(message.Message) is { } told
                    ? [new ProviderEvent(message.MessageId, message.Sent, told.Time ?? message.Sent, told.Report)]
                    : []
            );
        }
        catch (Exception e)
            when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return new ProviderReading.Refused("body", $"is no message of SNS about a mail of SES: {e.Message}");
        }
    }

    private async Task<ProviderReading> ConfirmAsync(SnsMessage message, CancellationToken cancellationToken)
    {
        if (
            message.Trusted(message.SubscribeUrl) is not { } url
            || !url.Query.Contains("Action=ConfirmSubscription", StringComparison.Ordinal)
        )
            return ProviderReading.Refused.Stranger("SubscribeURL is not on the SNS host of the topic's region.");
        return await sns.ConfirmAsync(url, cancellationToken)
            ? new ProviderReading.Handshake(null)
            : new ProviderReading.Refused("SubscribeURL", "was not taken by SNS");
    }
}
