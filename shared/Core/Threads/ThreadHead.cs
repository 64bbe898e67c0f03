using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Postern.Contracts;
using Postern.Core.Keys;

namespace Postern.Core.Threads;

/// <summary>The properties of a thread: its record, and the address that its mail is sent from.</summary>
public sealed record ThreadHead
{
    public required string Model { get; init; }

    public required string Id { get; init; }

    /// <summary>The thread's short name, see <see cref="ThreadToken"/>.</summary>
    public required string Token { get; init; }

    public required string Subject { get; init; }

    /// <summary>Id of its alias domain.</summary>
    public string? AliasDomain { get; init; }

    /// <summary>Local part of the alias that created it, which is also the reply address (P26).</summary>
    public string? Alias { get; init; }

    /// <summary>The record's values: the alias's defaults, and those that programs set.</summary>
    public JsonObject? Values { get; init; }

    public required DateTimeOffset Created { get; init; }

    [JsonIgnore]
    public ThreadKey Key => new(Model, Id);
}
