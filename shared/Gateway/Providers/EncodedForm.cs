using System.Net;
using System.Text;

namespace Postern.Gateway.Providers;

/// <summary>Parses URL-encoded forms without decoding the values to text.</summary>
internal static class EncodedForm
{
    /// <summary>The fields in their order: the decoded name and the value as it is encoded.</summary>
    public static IEnumerable<(string Name, ReadOnlyMemory<byte> Value)> Fields(ReadOnlyMemory<byte> form)
    {
        for (var rest = form; !rest.IsEmpty; )
        {
            var end = rest.Span.IndexOf((byte)'&');
            var pair = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            var equals = pair.Span.IndexOf((byte)'=');
            if (equals >= 0)
                yield return (Text(pair[..equals]), pair[(equals + 1)..]);
        }
    }

    public static string Text(ReadOnlyMemory<byte> encoded) => Encoding.UTF8.GetString(Decode(encoded));

    public static byte[] Decode(ReadOnlyMemory<byte> encoded) =>
        WebUtility.UrlDecodeToBytes(encoded.ToArray(), 0, encoded.Length) ?? [];
}
