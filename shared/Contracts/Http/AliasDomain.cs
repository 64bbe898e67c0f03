using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>A domain that mail for the gateway arrives at (P32, P35). A current address wins over a former one.</summary>
public sealed record AliasDomain
{
    [JsonIgnore]
    public string Id { get; init; } = "";

    /// <summary>The domain name, for example <c>mycompany.com</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Local part of the address that only collects replies (P26).</summary>
    public string Catchall { get; init; } = "catchall";

    /// <summary>Local part of the return path of what is sent (P27).</summary>
    public string Bounce { get; init; } = "bounce";

    /// <summary>Local part or full address of notifications (P14).</summary>
    public string DefaultFrom { get; init; } = "notifications";

    /// <summary>The default alias domain is the one that threads without a domain of their own use.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Names that the domain had before; mail to them is still ours.</summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];

    /// <summary>Catchall local parts from before a change (P35).</summary>
    public IReadOnlyList<string> FormerCatchalls { get; init; } = [];

    /// <summary>Bounce local parts from before a change (P35).</summary>
    public IReadOnlyList<string> FormerBounces { get; init; } = [];

    [JsonIgnore]
    public string CatchallAddress => $"{Catchall}@{Name}";

    [JsonIgnore]
    public string BounceAddress => $"{Bounce}@{Name}";

    /// <summary>The notification address: <see cref="DefaultFrom"/> when it is a full address, else that local part here.</summary>
    [JsonIgnore]
    public string NotificationAddress =>
        DefaultFrom.Contains('@', StringComparison.Ordinal) ? DefaultFrom : $"{DefaultFrom}@{Name}";
}
