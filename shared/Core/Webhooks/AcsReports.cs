using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Core.Addresses;
using Postern.Core.Mime;
using Postern.Core.Reports;

namespace Postern.Core.Webhooks;

/// <summary>
/// Reads the delivery reports of Azure Communication Services, which Event Grid pushes in its own schema or as CloudEvents, and
/// answers its handshakes.
/// </summary>
public static class AcsReports
{
    private const string Report = "Microsoft.Communication.EmailDeliveryReportReceived";
    private const string Validation = "Microsoft.EventGrid.SubscriptionValidationEvent";

    /// <summary>Reads a request whose sender has shown the key.</summary>
    public static ProviderReading Read(ProviderRequest request)
    {
        // The handshake of CloudEvents (its specification of webhooks, §4).
        if (request.Method == "OPTIONS")
        {
            return request.Header("WebHook-Request-Origin") is { Length: > 0 } origin
                ? new ProviderReading.Handshake(null, ("WebHook-Allowed-Origin", origin), ("WebHook-Allowed-Rate", "*"))
                : new ProviderReading.Refused("WebHook-Request-Origin", "is missing");
        }
        try
        {
            using var json = JsonDocument.Parse(request.Body);
            var events =
                json.RootElement.ValueKind == JsonValueKind.Array
                    ? json.RootElement.EnumerateArray().ToList()
                    : [json.RootElement];
            return events.Select(HandshakeOf).FirstOrDefault(answer => answer is not null) ?? ReadEach(events);
        }
        catch (Exception e) when (IsOfContent(e))
        {
            return Unreadable(e);
        }
    }

    // One that cannot be read does not cost those that came with it.
    private static ProviderReading ReadEach(List<JsonElement> events)
    {
        var (read, unread) = (new List<ProviderEvent>(), (ProviderReading.Refused?)null);
        foreach (var told in events)
        {
            try
            {
                if (EventOf(told) is { } one)
                    read.Add(one);
            }
            catch (Exception e) when (IsOfContent(e))
            {
                unread ??= Unreadable(e);
            }
        }
        return unread is not null && read.Count == 0 ? unread : new ProviderReading.Events(read, unread);
    }

    private static bool IsOfContent(Exception exception) =>
        exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException;

    private static ProviderReading.Refused Unreadable(Exception exception) =>
        new("body", $"is no event of Event Grid: {exception.Message}");

    private static ProviderReading.Handshake? HandshakeOf(JsonElement told) =>
        TypeOf(told) == Validation
            ? new ProviderReading.Handshake(
                new JsonObject
                {
                    ["validationResponse"] = told.GetProperty("data").GetProperty("validationCode").GetString(),
                }
            )
            : null;

    private static string? TypeOf(JsonElement told) => told.Text("eventType") ?? told.Text("type");

    private static ProviderEvent? EventOf(JsonElement told)
    {
        if (TypeOf(told) != Report)
            return null;
        var data = told.GetProperty("data");
        var sent = (told.Time("eventTime") ?? told.Time("time")) is { } time
            ? time
            : throw new FormatException("eventTime is missing.");
        var id = told.Text("id") ?? throw new FormatException("id is missing.");
        return new ProviderEvent(
            id,
            sent,
            data.Time("deliveryAttemptTimeStamp") ?? data.Time("deliveryAttemptTimestamp") ?? sent,
            ReportOf(data)
        );
    }

    private static BounceReport ReportOf(JsonElement data)
    {
        var status = data.Text("status") ?? throw new FormatException("data.status is missing.");
        var details = data.TryGetProperty("deliveryStatusDetails", out var found) ? found : default;
        var words =
            details.ValueKind == JsonValueKind.Object ? details.Text("statusMessage") ?? ""
            : details.ValueKind == JsonValueKind.String ? details.GetString()!
            : "";
        var delivered = status is "Delivered" or "Expanded";
        var diagnosis = Diagnosis.Of(words);
        return new BounceReport
        {
            Kind = delivered ? BounceReportKind.Delivered : BounceReportKind.Bounce,
            Recipients =
            [
                new ReportedRecipient
                {
                    Address = EmailAddress.Canonical(data.Text("recipient") ?? ""),
                    Action = status switch
                    {
                        "Delivered" => ReportAction.Delivered,
                        "Expanded" => ReportAction.Expanded,
                        _ => ReportAction.Failed,
                    },
                    Status = diagnosis.Status,
                    ReplyCode = diagnosis.ReplyCode,
                    Diagnostic = words,
                    RemoteMta =
                        details.ValueKind == JsonValueKind.Object ? details.Text("recipientMailServerHostName") : null,
                    Reason = delivered ? BounceReason.Unknown : ReasonOf(status, diagnosis),
                    Class = delivered ? BounceClass.Undetermined : ClassOf(status, diagnosis),
                },
            ],
            OriginalIds = MessageIds.Read(data.Text("internetMessageId")),
            OriginalMessageId = MessageIds.Read(data.Text("internetMessageId")) is [var id, ..] ? id : null,
            Evidence = $"Azure Communication Services: {status}",
        };
    }

    // A suppressed mail was not offered to the address: the bounce that led there has been counted.
    private static BounceReason ReasonOf(string status, Diagnosis diagnosis) =>
        status switch
        {
            "Suppressed" => BounceReason.Policy,
            "FilteredSpam" or "Quarantined" => BounceReason.Spam,
            "Bounced" when diagnosis.Reason == BounceReason.Unknown => BounceReason.UserUnknown,
            _ => diagnosis.Reason,
        };

    private static BounceClass ClassOf(string status, Diagnosis diagnosis) =>
        status switch
        {
            "Bounced" or "Suppressed" => BounceClass.Hard,
            "FilteredSpam" or "Quarantined" => BounceClass.Soft,
            _ => diagnosis.Class,
        };
}
