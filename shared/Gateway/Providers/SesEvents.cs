using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Postern.Core.Reports;
using Postern.Core.Webhooks;

namespace Postern.Gateway.Providers;

/// <summary>
/// Bounces, complaints, delays and deliveries that Amazon SES publishes to an SNS topic. SNS signs the messages of
/// every topic, also of other customers: the setting <c>Ses__Topics</c> lists the ARNs of the accepted ones, separated
/// by commas.
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
            if (message.Trusted(message.SigningCertUrl) is not { } certificate || !IsCertificate(certificate))
                return ProviderReading.Refused.Stranger("SigningCertURL is not on the SNS host of the topic's region.");
            return await ReadAsync(message, certificate, cancellationToken);
        }
        catch (SnsException e)
        {
            return e.Passes ? new ProviderReading.Unchecked(e.Message) : ProviderReading.Refused.Stranger(e.Message);
        }
        catch (Exception e)
            when (e is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return new ProviderReading.Refused("body", $"is no message of SNS about a mail of SES: {e.Message}");
        }
    }

    private async Task<ProviderReading> ReadAsync(
        SnsMessage message,
        Uri certificate,
        CancellationToken cancellationToken
    )
    {
        if (!await sns.VerifyAsync(message, certificate, cancellationToken))
            return ProviderReading.Refused.Stranger("The signature is not that of SNS.");
        return message.IsSubscription
            ? await ConfirmAsync(message, cancellationToken)
            : new ProviderReading.Events(EventsOf(message));
    }

    private static bool IsCertificate(Uri url) =>
        url.AbsolutePath.EndsWith(".pem", StringComparison.Ordinal) && url.Query.Length + url.Fragment.Length == 0;

    private static IReadOnlyList<ProviderEvent> EventsOf(SnsMessage message)
    {
        if (!message.IsNotification || SesReports.Read(message.Message) is not { } reported)
            return [];
        return [new(message.MessageId, message.Sent, reported.Time ?? message.Sent, reported.Report)];
    }

    private async Task<ProviderReading> ConfirmAsync(SnsMessage message, CancellationToken cancellationToken)
    {
        var url = message.Trusted(message.SubscribeUrl);
        if (url is null || !url.Query.Contains("Action=ConfirmSubscription", StringComparison.Ordinal))
            return ProviderReading.Refused.Stranger("SubscribeURL is not on the SNS host of the topic's region.");
        return await sns.ConfirmAsync(url, cancellationToken)
            ? new ProviderReading.Handshake(null)
            : new ProviderReading.Refused("SubscribeURL", "was not taken by SNS");
    }
}
