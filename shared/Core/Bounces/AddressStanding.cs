using Postern.Contracts.Http;
using Postern.Core.Reports;

namespace Postern.Core.Bounces;

/// <summary>What is stored about an address that a report names.</summary>
/// <param name="IsContact">Whether it is a contact.</param>
/// <param name="Blacklist">Its blacklist entry, even an expired one.</param>
/// <param name="History">Earlier reports on it.</param>
public sealed record AddressStanding(bool IsContact, BlacklistEntry? Blacklist, IReadOnlyList<DeliveryReport> History)
{
    public static AddressStanding Unknown { get; } = new(false, null, []);

    /// <summary>Whether anything is stored about the address.</summary>
    public bool IsKnown => IsContact || Blacklist is not null || History.Count > 0;
}
