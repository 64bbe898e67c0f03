using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>A kind of record, named freely by the application.</summary>
public sealed record RecordModel
{
    [JsonIgnore]
    public string Name { get; init; } = "";

    /// <summary>Address of a record in the application; <c>{model}</c> and <c>{id}</c> are filled in.</summary>
    public string? LinkTemplate { get; init; }

    /// <summary>Whether records of the model count in the loop guard (P37).</summary>
    public bool LoopGuard { get; init; } = true;

    /// <summary>How notifications look; null = the default.</summary>
    public NotificationTemplate? Notification { get; init; }

    /// <summary>Whether outsiders whom a mail names in To or Cc follow the record from then on.</summary>
    public bool FollowCc { get; init; }

    /// <summary>Whether a notification names the other outsiders who get it, so that a reply to all reaches them.</summary>
    public bool ShowOthers { get; init; } = true;

    /// <summary>Whether mail may make and feed records of the model.</summary>
    public bool TakesMail { get; init; } = true;
}
