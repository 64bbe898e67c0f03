using Postern.Contracts.Http;

namespace Postern.Core.Configuration;

/// <summary>The DKIM keys of an alias domain, as they are stored.</summary>
public sealed record DkimSigningKeys
{
    /// <summary>The keys, the oldest first.</summary>
    public IReadOnlyList<DkimSigningKey> Keys { get; init; } = [];

    public DkimSigningKey? Find(string selector) => Keys.FirstOrDefault(key => key.Selector == selector);
}

/// <summary>A DKIM key as it is stored: all but its private part, which only the secret store has.</summary>
public sealed record DkimSigningKey
{
    // RFC 1035 §3.3.
    private const int LongestString = 255;

    /// <summary>Its selector (RFC 6376 §3.1).</summary>
    public required string Selector { get; init; }

    public required DkimAlgorithm Algorithm { get; init; }

    /// <summary>The domain whose mail it signs, in its ASCII form.</summary>
    public required string Domain { get; init; }

    /// <summary>The public part in base64, as in the DNS (RFC 6376 §3.6.1, RFC 8463 §4).</summary>
    public required string PublicKey { get; init; }

    /// <summary>Name of the secret that is the private part.</summary>
    public required string Secret { get; init; }

    public DkimSelectorState State { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>Since when it is, or was last, the active key.</summary>
    public DateTimeOffset? Activated { get; init; }

    /// <summary>Since when it is a former key.</summary>
    public DateTimeOffset? Retired { get; init; }

    /// <summary>As it is shown, with its DNS record.</summary>
    public DkimSelector Show() =>
        new()
        {
            Selector = Selector,
            Algorithm = Algorithm,
            State = State,
            Domain = Domain,
            Name = $"{Selector}._domainkey.{Domain}",
            Value = Record(),
            Strings = [.. Record().Chunk(LongestString).Select(piece => new string(piece))],
            Created = Created,
            Activated = Activated,
            Retired = Retired,
        };

    private string Record() => $"v=DKIM1; k={(Algorithm == DkimAlgorithm.Rsa ? "rsa" : "ed25519")}; p={PublicKey}";
}
