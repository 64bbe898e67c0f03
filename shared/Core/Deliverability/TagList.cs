namespace Postern.Core.Deliverability;

/// <summary>Tag lists as DKIM and DMARC write them: <c>v=DMARC1; p=none</c> (RFC 6376 §3.2).</summary>
internal static class TagList
{
    /// <summary>The tags by their lower-case names, the first of several of one name. What is no tag is left out.</summary>
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
