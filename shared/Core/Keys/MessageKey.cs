using Postern.Core.Text;

namespace Postern.Core.Keys;

/// <summary>
/// Identifies a message within its thread: its time, so that keys sort newest first, then its id. The id alone (11
/// characters, 55 bits) is used in the keys of deliveries and in return paths, which must be short.
/// </summary>
public sealed record MessageKey(string Value)
{
    public const int IdLength = 11;
    public const int Length = SortableTime.Length + IdLength;

    public string Id => Value[SortableTime.Length..];

    public static MessageKey Create(DateTimeOffset time, string id) => new(SortableTime.NewestFirst(time) + id);

    public static bool IsValid(ReadOnlySpan<char> text) => text.Length == Length && Base32.IsEncoded(text);

    public override string ToString() => Value;
}
