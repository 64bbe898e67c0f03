using System.Buffers.Text;
using System.Net;
using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Addresses;
using Postern.Core.Keys;

namespace Postern.Core.Requests;

/// <summary>Validates a message on <c>inbound-mail</c>.</summary>
public static class InboundItemRules
{
    private const int MimeLimit = 32 * 1024;
    private const int LongestHelo = 255;

    internal static ContractProblem? FindProblem(InboundItem item)
    {
        if (item.Raw is null == item.Mime is null)
            return new("raw", "give either raw or mime");
        if (FindMimeReason(item.Mime) is { } reason)
            return new("mime", reason);
        if (item.Raw is not null && BlobName.FindProblem(item.Raw) is { } unusable)
            return new("raw", unusable);
        if (item.FallbackModel is not null && ThreadKey.FindModelProblem(item.FallbackModel) is { } problem)
            return new("fallbackModel", problem);
        return item.Envelope?.FindProblem();
    }

    /// <summary>The first invalid field of an envelope; null when all are valid.</summary>
    public static ContractProblem? FindProblem(this EnvelopeItem envelope)
    {
        if (envelope.MailFrom is { Length: > 0 } && !EmailAddress.TryParse(envelope.MailFrom, out _))
            return new("envelope.mailFrom", "is not an e-mail address");
        if (envelope.Client is not null && !IPAddress.TryParse(envelope.Client, out _))
            return new("envelope.client", $"'{envelope.Client}' is not an IP address");
        if (envelope.Helo is { } helo && (helo.Length > LongestHelo || helo.Any(char.IsControl)))
            return new("envelope.helo", $"must be one line of at most {LongestHelo} characters");
        return envelope.RcptTo?.FirstOrDefault(address => !EmailAddress.TryParse(address, out _)) is { } wrong
            ? new("envelope.rcptTo", $"'{wrong}' is not an e-mail address")
            : null;
    }

    private static string? FindMimeReason(string? mime)
    {
        if (mime is null)
            return null;
        if (mime.Length > MimeLimit)
            return "is longer than 32 KiB; store the mail in the container mail-raw and give raw";
        return mime.Length == 0 || !Base64.IsValid(mime) ? "is not base64" : null;
    }
}
