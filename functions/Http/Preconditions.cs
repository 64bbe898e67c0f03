using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Postern.Core.Validation;

namespace Postern.Functions.Http;

/// <summary>Conditional requests (RFC 9110 §13).</summary>
internal static class Preconditions
{
    /// <summary>The condition of a write; null if the header fields are malformed.</summary>
    public static EditCondition? Read(HttpRequest request)
    {
        var (ifMatch, ifNoneMatch) = (request.Headers.IfMatch, request.Headers.IfNoneMatch);
        IList<EntityTagHeaderValue>? tags = null;
        if (ifMatch.Count > 0 && !EntityTagHeaderValue.TryParseList([.. ifMatch.OfType<string>()], out tags))
            return null;
        // A write supports only "*", for a resource that does not exist yet.
        if (ifNoneMatch.Count > 0 && ifNoneMatch.ToString().Trim() != "*")
            return null;
        return new EditCondition(tags?.Select(tag => tag.ToString()).ToList(), ifNoneMatch.Count > 0);
    }

    /// <summary>Whether the client has this version already (<c>If-None-Match</c>).</summary>
    public static bool Has(HttpRequest request, string tag) =>
        EntityTagHeaderValue.TryParseList([.. request.Headers.IfNoneMatch.OfType<string>()], out var tags)
        && tags.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Tag == tag);
}
