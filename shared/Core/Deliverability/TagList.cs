namespace Postern.Core.Deliverability;

/// <summary>Parses the tag lists of DKIM and DMARC, such as <c>v=DMARC1; p=none</c> (RFC 6376 §3.2).</summary>
internal static class TagList
{
    /// <summary>
    /// The tags by their lower-case names; of several with one name the first. Invalid parts are ignored.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        var tags = new Dictionary<string, string>();
        foreach (var part in text.Split(';'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                tags.TryAdd(part[..equals].Trim().ToLowerInvariant(), part[(equals + 1)..].Trim());
        }
        return tags;
    }
}
