using System.Text.Json.Serialization;
using Postern.Storage;

namespace Postern.Threads;

/// <summary>Names one record and its discussion: a model, which is a free string of the application's, and an id (P1).</summary>
public sealed record ThreadKey(string Model, string Id)
{
    /// <summary>The model of mail that belongs to no record.</summary>
    public const string OutboundModel = "outbound";

    /// <summary>Most characters that a model or an id may have.</summary>
    public const int PartLimit = 128;

    /// <summary>Partition key of the thread's rows; also its text form.</summary>
    [JsonIgnore]
    public string Partition => $"{TableKeys.Escape(Model)}:{TableKeys.Escape(Id)}";

    public static bool TryParse(string partition, out ThreadKey key)
    {
        var parts = partition.Split(':');
        key = parts.Length == 2 ? new ThreadKey(TableKeys.Unescape(parts[0]), TableKeys.Unescape(parts[1])) : null!;
        return parts.Length == 2 && IsPart(key.Model) && IsPart(key.Id);
    }

    /// <summary>Whether a text can be a model or an id: 1 to 128 characters, no control characters.</summary>
    public static bool IsPart(string? text) => text is { Length: > 0 and <= PartLimit } && !text.Any(char.IsControl);

    public override string ToString() => Partition;
}
