using Postern.Core.Keys;
using Postern.Core.Text;

namespace Postern.Core.Threads;

/// <summary>Names a delivery within its thread, as return paths and routes do: the id of its message and the key of its recipient.</summary>
public sealed record DeliveryId(string Message, string Recipient)
{
    private const int Length = MessageKey.IdLength + RecipientKey.Length;

    public static DeliveryId Of(MessageDelivery delivery) =>
        new(new MessageKey(delivery.Message).Id, RecipientKey.Of(delivery.Recipient));

    /// <summary>Reads what <see cref="ToString"/> gave; null when it can be no such id.</summary>
    public static DeliveryId? Read(string text) =>
        text.Length == Length && Base32.IsEncoded(text)
            ? new DeliveryId(text[..MessageKey.IdLength], text[MessageKey.IdLength..])
            : null;

    public override string ToString() => Message + Recipient;
}
