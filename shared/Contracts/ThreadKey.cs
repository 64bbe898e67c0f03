using System.Text;
using System.Text.Json.Serialization;

namespace Postern.Contracts;

/// <summary>Identifies a record of the application and its discussion thread (P1).</summary>
/// <param name="Model">The kind of record, named freely by the application; see <see cref="IsPart"/>.</param>
/// <param name="Id">The record's id in the application; see <see cref="IsPart"/>.</param>
public sealed record ThreadKey(string Model, string Id)
{
    /// <summary>Reserved model of mail that belongs to no record.</summary>
    public const string OutboundModel = "outbound";

    /// <summary>Maximum length of a model or an id in characters.</summary>
    public const int PartLimit = 128;

    /// <summary>The rule for a model or an id, in words: the reason that a validation error gives.</summary>
    public const string PartRule =
        "must have 1 to 128 characters, at most 240 bytes with special ones escaped, and no control characters";

    // Both are part of Message-Ids, which must fit in a line of 998 octets (RFC 5322 §2.1.1).
    private const int PartBytes = 240;

    /// <summary>
    /// The text form <c>model:id</c>, with special characters escaped by <see cref="TableKeys.Escape"/>: partition key
    /// of the thread's rows and subject of its events.
    /// </summary>
    [JsonIgnore]
    public string Partition => $"{TableKeys.Escape(Model)}:{TableKeys.Escape(Id)}";

    /// <summary>Parses the text form that <see cref="Partition"/> returns.</summary>
    /// <param name="partition">The text form.</param>
    /// <param name="key">The key; valid only when the method returns true.</param>
    public static bool TryParse(string partition, out ThreadKey key)
    {
        var parts = partition.Split(':');
        key = parts.Length == 2 ? new ThreadKey(TableKeys.Unescape(parts[0]), TableKeys.Unescape(parts[1])) : null!;
        return parts.Length == 2 && IsPart(key.Model) && IsPart(key.Id);
    }

    /// <summary>
    /// Whether a text is valid as a model or an id: 1 to <see cref="PartLimit"/> characters, at most 240 bytes of UTF-8
    /// after escaping, no control characters.
    /// </summary>
    /// <param name="text">The model or id.</param>
    public static bool IsPart(string? text) =>
        text is { Length: > 0 and <= PartLimit }
        && !text.Any(char.IsControl)
        && Encoding.UTF8.GetByteCount(TableKeys.Escape(text)) <= PartBytes;

    /// <summary>Why a text is not valid as the model of records; null when it is valid.</summary>
    /// <param name="model">The model's name.</param>
    public static string? FindModelProblem(string? model)
    {
        if (!IsPart(model))
            return PartRule;
        return model == OutboundModel ? $"'{OutboundModel}' is kept for mail that belongs to no record" : null;
    }

    /// <summary>Returns <see cref="Partition"/>.</summary>
    public override string ToString() => Partition;
}
