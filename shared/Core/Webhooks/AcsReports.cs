using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Core.Webhooks;

/// <summary>
/// Parses the delivery reports of Azure Communication Services, which Event Grid sends in its own schema or as
/// CloudEvents, and answers the handshakes of both.
/// </summary>
public static class AcsReports
{
    private const string Report = "Microsoft.Communication.EmailDeliveryReportReceived";
    private const string Validation = "Microsoft.EventGrid.SubscriptionValidationEvent";

    /// <summary>Parses an authenticated request.</summary>
    public static ProviderReading Read(ProviderRequest request)
    {
        if (request.Method == "OPTIONS")
            return CloudEventsHandshake(request);
        try
        {
            using var json = JsonDocument.Parse(request.Body);
            List<JsonElement> events =
                json.RootElement.ValueKind == JsonValueKind.Array
                    ? [.. json.RootElement.EnumerateArray()]
                    : [json.RootElement];
            return events.Select(EventGridHandshake).FirstOrDefault(answer => answer is not null) ?? ReadAll(events);
        }
        catch (Exception e) when (IsInvalidContent(e))
        {
            return Invalid(e);
        }
    }

    // HTTP 1.1 Web Hooks for Event Delivery (CloudEvents), §4.
    private static ProviderReading CloudEventsHandshake(ProviderRequest request) =>
        request.Header("WebHook-Request-Origin") is { Length: > 0 } origin
            ? new ProviderReading.Handshake(null, ("WebHook-Allowed-Origin", origin), ("WebHook-Allowed-Rate", "*"))
            : new ProviderReading.Refused("WebHook-Request-Origin", "is missing");

    private static ProviderReading.Handshake? EventGridHandshake(JsonElement json)
    {
        if (TypeOf(json) != Validation)
            return null;
        var code = json.GetProperty("data").GetProperty("validationCode").GetString();
        return new ProviderReading.Handshake(new JsonObject { ["validationResponse"] = code });
    }

    // An invalid event must not prevent the others of the request from being processed.
    private static ProviderReading ReadAll(List<JsonElement> events)
    {
        var valid = new List<ProviderEvent>();
        ProviderReading.Refused? invalid = null;
        foreach (var json in events)
        {
            try
            {
                if (Read(json) is { } report)
                    valid.Add(report);
            }
            catch (Exception e) when (IsInvalidContent(e))
            {
                invalid ??= Invalid(e);
            }
        }
        return invalid is not null && valid.Count == 0 ? invalid : new ProviderReading.Events(valid, invalid);
    }

    private static ProviderEvent? Read(JsonElement json)
    {
        if (TypeOf(json) != Report)
            return null;
        var data = json.GetProperty("data");
        var sent = json.Time("eventTime") ?? json.Time("time") ?? throw new FormatException("eventTime is missing.");
        var id = json.Text("id") ?? throw new FormatException("id is missing.");
        var attempted = data.Time("deliveryAttemptTimeStamp") ?? data.Time("deliveryAttemptTimestamp") ?? sent;
        return new ProviderEvent(id, sent, attempted, AcsBounces.Read(data));
    }

    private static string? TypeOf(JsonElement json) => json.Text("eventType") ?? json.Text("type");

    private static bool IsInvalidContent(Exception exception) =>
        exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException;

    private static ProviderReading.Refused Invalid(Exception exception) =>
        new("body", $"is no event of Event Grid: {exception.Message}");
}
