using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Postern.Client;

/// <summary>Messages as their contracts write them.</summary>
internal static class MessageJson
{
    /// <summary>What a message on a queue may have, in octets of UTF-8.</summary>
    public const int Most = 64 * 1024;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string Write<T>(T message) => JsonSerializer.Serialize(message, Options);

    public static int SizeOf(string text) => Encoding.UTF8.GetByteCount(text);

    /// <exception cref="JsonException">It is no such message.</exception>
    public static T Read<T>(BinaryData message) =>
        JsonSerializer.Deserialize<T>(message, Options) ?? throw new JsonException("The message is null.");
}
