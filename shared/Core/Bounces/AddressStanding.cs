using Postern.Contracts.Http;
using Postern.Core.Reports;

namespace Postern.Core.Bounces;

/// <summary>What is known of an address that mail bounced from.</summary>
/// <param name="IsContact">Whether it is a contact.</param>
/// <param name="Blacklist">Its entry on the blacklist, whether that still counts or not.</param>
/// <param name="History">What bounced before.</param>
public sealed record AddressStanding(bool IsContact, BlacklistEntry? Blacklist, IReadOnlyList<DeliveryReport> History)
{
    public static AddressStanding Unknown { get; } = new(false, null, []);

    /// <summary>Whether the gateway has heard of the address before.</summary>
    public bool IsKnown => IsContact || Blacklist is not null || History.Count > 0;
}
