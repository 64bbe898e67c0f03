namespace Postern.Core.Keys;

/// <summary>Names a delivery.</summary>
/// <param name="Thread">Partition of its thread.</param>
/// <param name="Message">Key of its message.</param>
/// <param name="Recipient">Key of its recipient.</param>
public sealed record DeliveryReference(string Thread, string Message, string Recipient)
{
    /// <summary>Text that names the delivery in keys and events.</summary>
    public override string ToString() => $"{Thread}:{Message}:{Recipient}";
}
