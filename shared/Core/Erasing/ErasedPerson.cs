namespace Postern.Core.Erasing;

/// <summary>A person whose data is erased, and what stands in its place.</summary>
/// <param name="Address">The address, in canonical form.</param>
/// <param name="Names">Names that are known of the person.</param>
/// <param name="Job">Id of the erasure, which is drawn at random: what stands for the person tells nothing of them.</param>
public sealed record ErasedPerson(string Address, IReadOnlyList<string> Names, string Job)
{
    /// <summary>The name that stands for the person's.</summary>
    public const string Nobody = "erased";

    // A domain that never exists (RFC 2606 §2).
    private const string Domain = "@erased.invalid";

    /// <summary>The address that stands for the person's: the same in all rows that one erasure changes.</summary>
    public string StandIn => $"{Nobody}-{Job}{Domain}";

    /// <summary>The key of the person in deliveries, which tells their address to whoever guesses it.</summary>
    public string RecipientKey => Keys.RecipientKey.Of(Address);

    /// <summary>Whether an address is the person's, or stands for it.</summary>
    public bool Is(string? address) => address == Address || address == StandIn;

    /// <summary>Whether an address stands for that of somebody: nothing is ever sent to it.</summary>
    public static bool IsStandIn(string address) => address.EndsWith(Domain, StringComparison.Ordinal);
}
