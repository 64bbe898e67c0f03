namespace Postern.Contracts.Http;

/// <summary>How a DKIM key is made the one that mail is signed with.</summary>
public sealed record DkimActivation
{
    /// <summary>
    /// Whether the key is taken without a look at its DNS record; default false: the record must be published.
    /// </summary>
    public bool Unchecked { get; init; }
}
