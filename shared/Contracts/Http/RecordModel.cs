using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>Settings of a model, that is of one kind of the application's records.</summary>
public sealed record RecordModel
{
    /// <summary>Name, chosen freely by the application; see <see cref="ThreadKey"/>.</summary>
    [JsonIgnore]
    public string Name { get; init; } = "";

    /// <summary>
    /// URL of a record in the application, http or https, with the placeholders <c>{model}</c> and <c>{id}</c>; null =
    /// notifications contain no link.
    /// </summary>
    public string? LinkTemplate { get; init; }

    /// <summary>Whether the loop guard counts records of the model (P37); default true.</summary>
    public bool LoopGuard { get; init; } = true;

    /// <summary>Templates of the model's notifications; null = the default templates.</summary>
    public NotificationTemplate? Notification { get; init; }

    /// <summary>
    /// Whether external recipients in To or Cc of an incoming mail become followers of the record; default false.
    /// </summary>
    public bool FollowCc { get; init; }

    /// <summary>
    /// Whether a notification shows its other external recipients, so that a reply to all includes them; default true.
    /// </summary>
    public bool ShowOthers { get; init; } = true;

    /// <summary>
    /// Whether incoming mail may create records of the model and post on their threads; default true.
    /// </summary>
    public bool TakesMail { get; init; } = true;
}
