using System.Text;
using System.Text.Json.Serialization;

namespace Postern.Contracts;

/// <summary>Names one record and its discussion: a model, which is a free string of the application's, and an id (P1).</summary>
public sealed record ThreadKey(string Model, string Id)
{
    /// <summary>The model of mail that belongs to no record.</summary>
    public const string OutboundModel = "outbound";

    /// <summary>Most characters that a model or an id may have.</summary>
    public const int PartLimit = 128;

    /// <summary>What a model and an id must be like.</summary>
    public const string PartRule =
        "must have 1 to 128 characters, at most 240 bytes with special ones escaped, and no control characters";

    // Both stand in Message-Ids, which must fit in a line of 998 octets (RFC 5322 §2.1.1).
    private const int PartBytes = 240;

    /// <summary>Partition key of the thread's rows; also its text form.</summary>
    [JsonIgnore]
    public string Partition => $"{TableKeys.Escape(Model)}:{TableKeys.Escape(Id)}";

    public static bool TryParse(string partition, out ThreadKey key)
    {
        var parts = partition.Split(':');
        key = parts.Length == 2 ? new ThreadKey(TableKeys.Unescape(parts[0]), TableKeys.Unescape(parts[1])) : null!;
        return parts.Length == 2 && IsPart(key.Model) && IsPart(key.Id);
    }

    /// <summary>Whether a text can be a model or an id.</summary>
    public static bool IsPart(string? text) =>
        text is { Length: > 0 and <= PartLimit }
        && !text.Any(char.IsControl)
        && Encoding.UTF8.GetByteCount(TableKeys.Escape(text)) <= PartBytes;

    /// <summary>What keeps a text from naming the model of records; null when nothing does.</summary>
    public static string? FindModelProblem(string? model) =>
        !IsPart(model) ? PartRule
        : model == OutboundModel ? $"'{OutboundModel}' is kept for mail that belongs to no record"
        : null;

    public override string ToString() => Partition;
}
