using System.Text.Json.Nodes;

namespace Postern.Core.Audit;

/// <summary>One change of the configuration, of a key or of what is known of a person.</summary>
public sealed record AuditEntry
{
    /// <summary>When it was begun.</summary>
    public required DateTimeOffset When { get; init; }

    /// <summary>Name of the key that it was made with, or of the person who had signed in; null = the gateway.</summary>
    public string? Key { get; init; }

    /// <summary>Identifier of that key.</summary>
    public string? KeyId { get; init; }

    public required AuditAction Action { get; init; }

    /// <summary>The resource, as its path in the API says it.</summary>
    public required string What { get; init; }

    /// <summary>The members that were changed, as they were; null when it was created.</summary>
    public JsonNode? Before { get; init; }

    /// <summary>The members that were changed, as they are now; null when it was deleted.</summary>
    public JsonNode? After { get; init; }

    /// <summary>
    /// True when it was begun and its end was not written down: it may have been made or not. Else null.
    /// </summary>
    public bool? Unfinished { get; init; }
}
