using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>
/// A domain on which the gateway receives mail (P32, P35). A current address takes precedence over a former one.
/// </summary>
public sealed record AliasDomain
{
    /// <summary>Identifier in the configuration: 1 to 50 lower-case letters, digits and hyphens.</summary>
    [JsonIgnore]
    public string Id { get; init; } = "";

    /// <summary>The domain name, for example <c>mycompany.com</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Local part of the address for replies (P26); default <c>catchall</c>.</summary>
    public string Catchall { get; init; } = "catchall";

    /// <summary>Local part of the return path of outgoing mail (P27); default <c>bounce</c>.</summary>
    public string Bounce { get; init; } = "bounce";

    /// <summary>Local part or full address of the notification address (P14); default <c>notifications</c>.</summary>
    public string DefaultFrom { get; init; } = "notifications";

    /// <summary>
    /// Whether threads without an alias domain of their own use this one. Exactly one alias domain is the default.
    /// </summary>
    public bool IsDefault { get; init; }

    /// <summary>
    /// Former names of the domain, on which mail is still accepted (P35). The gateway adds to this list and the two
    /// below by itself; a shorter list has an effect only in a request with <c>If-Match</c> and an entity tag.
    /// </summary>
    public IReadOnlyList<string> FormerNames { get; init; } = [];

    /// <summary>Former values of <see cref="Catchall"/>, at which replies are still accepted (P35).</summary>
    public IReadOnlyList<string> FormerCatchalls { get; init; } = [];

    /// <summary>Former values of <see cref="Bounce"/>, at which bounces are still accepted (P35).</summary>
    public IReadOnlyList<string> FormerBounces { get; init; } = [];

    /// <summary>
    /// Language of automatic mails where neither the answered mail nor the alias names one, a tag as <c>de-AT</c> (RFC
    /// 5646); null = English.
    /// </summary>
    public string? Language { get; init; }

    /// <summary>The full address of <see cref="Catchall"/>.</summary>
    [JsonIgnore]
    public string CatchallAddress => $"{Catchall}@{Name}";

    /// <summary>The full address of <see cref="Bounce"/>.</summary>
    [JsonIgnore]
    public string BounceAddress => $"{Bounce}@{Name}";

    /// <summary>
    /// The notification address: <see cref="DefaultFrom"/> where that is a full address, else that local part on this
    /// domain.
    /// </summary>
    [JsonIgnore]
    public string NotificationAddress =>
        DefaultFrom.Contains('@', StringComparison.Ordinal) ? DefaultFrom : $"{DefaultFrom}@{Name}";
}
