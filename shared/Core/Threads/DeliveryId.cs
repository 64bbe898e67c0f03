using Postern.Core.Keys;
using Postern.Core.Text;

namespace Postern.Core.Threads;

/// <summary>
/// Identifies a delivery within its thread, in return paths and HTTP routes: the id of its message and the key of its
/// recipient.
/// </summary>
public sealed record DeliveryId(string Message, string Recipient)
{
    private const int Length = MessageKey.IdLength + RecipientKey.Length;

    public static DeliveryId Of(MessageDelivery delivery) =>
        new(new MessageKey(delivery.Message).Id, RecipientKey.Of(delivery.Recipient));

    /// <summary>Parses the result of <see cref="ToString"/>; null when it is not well-formed.</summary>
    public static DeliveryId? Read(string text) =>
        text.Length == Length && Base32.IsEncoded(text)
            ? new DeliveryId(text[..MessageKey.IdLength], text[MessageKey.IdLength..])
            : null;

    public override string ToString() => Message + Recipient;
}
