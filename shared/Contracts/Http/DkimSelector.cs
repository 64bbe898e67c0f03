namespace Postern.Contracts.Http;

/// <summary>
/// A DKIM key of an alias domain and the DNS record that publishes it. The private part is never shown.
/// </summary>
public sealed record DkimSelector
{
    /// <summary>Its selector (RFC 6376 §3.1).</summary>
    public required string Selector { get; init; }

    /// <summary>Its algorithm.</summary>
    public required DkimAlgorithm Algorithm { get; init; }

    /// <summary>What it is used for.</summary>
    public required DkimSelectorState State { get; init; }

    /// <summary>The domain whose mail it signs: the name of the alias domain when the key was made.</summary>
    public required string Domain { get; init; }

    /// <summary>Name of the TXT record.</summary>
    public required string Name { get; init; }

    /// <summary>Value of the TXT record as a whole.</summary>
    public required string Value { get; init; }

    /// <summary>
    /// The value as the strings of at most 255 octets that a TXT record consists of (RFC 1035 §3.3.14), for zones that
    /// are written by hand.
    /// </summary>
    public required IReadOnlyList<string> Strings { get; init; }

    /// <summary>When the key was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Since when mail is signed with it, or was last; null for a key that never was active.</summary>
    public DateTimeOffset? Activated { get; init; }

    /// <summary>Until when mail was signed with it; null for a key that is not former.</summary>
    public DateTimeOffset? Retired { get; init; }
}
