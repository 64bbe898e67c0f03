using System.Text.Json;
using Postern.Core.Addresses;

namespace Postern.Tests.Reports.Reading;

/// <summary>What a source says of one recipient; each source means something else by "hard".</summary>
internal sealed record ExpectedRecipient(string? Address, string? Status, int? ReplyCode, string? Reason, bool? Hard)
{
    public static ExpectedRecipient Read(JsonElement recipient) =>
        new(
            Text(recipient, "address")?.Trim('<', '>') is { } address
                ? EmailAddress.Canonical(address) ?? address
                : null,
            Text(recipient, "status"),
            int.TryParse(Text(recipient, "reply_code"), out var code) ? code : null,
            Text(recipient, "reason"),
            recipient.TryGetProperty("hard", out var hard)
            && hard.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? hard.GetBoolean()
                : null
        );

    private static string? Text(JsonElement recipient, string name) =>
        recipient.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
