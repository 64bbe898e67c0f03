namespace Postern.Contracts.Queues;

/// <summary>Queue <c>inbound-mail</c>: a mail to route, as the name of a blob in <c>mail-raw</c> or as base64 of its bytes.</summary>
public sealed record InboundItem : QueueContract
{
    /// <summary>Name of a blob in the container <c>mail-raw</c>.</summary>
    public string? Raw { get; init; }

    /// <summary>Base64 of the raw mail, at most 32 KiB of base64.</summary>
    public string? Mime { get; init; }

    /// <summary>Free text that the journal shows as the mail's source.</summary>
    public string? Source { get; init; }

    public EnvelopeItem? Envelope { get; init; }

    /// <summary>Model of the record made when nothing else takes the mail.</summary>
    public string? FallbackModel { get; init; }
}
