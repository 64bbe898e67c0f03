namespace Postern.Core.Keys;

/// <summary>Identifies a delivery: one message to one recipient.</summary>
/// <param name="Thread">Table partition of the thread.</param>
/// <param name="Message">Key of the message.</param>
/// <param name="Recipient">Key of the recipient.</param>
public sealed record DeliveryReference(string Thread, string Message, string Recipient)
{
    /// <summary>The form used in keys and events.</summary>
    public override string ToString() => $"{Thread}:{Message}:{Recipient}";
}
