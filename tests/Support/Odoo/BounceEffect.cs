namespace Postern.Tests.Support.Odoo;

/// <summary>What a report did, as far as Odoo and Postern can be compared.</summary>
/// <param name="Bounced">Deliveries that it ended: the message's key in the case and the recipient.</param>
/// <param name="Counted">Addresses that it counted against.</param>
public sealed record BounceEffect(string Bounced, string Counted)
{
    public static BounceEffect None { get; } = new("", "");

    /// <summary>Two contacts with one address are one recipient.</summary>
    public static BounceEffect Of(IEnumerable<string> bounced, IEnumerable<string> counted) =>
        new(
            string.Join(' ', bounced.Distinct().Order(StringComparer.Ordinal)),
            string.Join(' ', counted.Distinct().Order(StringComparer.Ordinal))
        );
}
