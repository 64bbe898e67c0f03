using System.Text;
using Postern.Contracts.Queues;
using Postern.Core.Text;

namespace Postern.Core.Requests;

/// <summary>Validates the metadata of a program's message: small, since they stand on every delivery and event.</summary>
internal static class MetadataRules
{
    private const int MostPairs = 10;
    private const int MostBytes = 1024;
    private const int LongestKey = 64;

    /// <summary>The first thing that is wrong; null when all are valid.</summary>
    /// <param name="metadata">The metadata; a value may be null, which deserialisation of a dictionary lets pass.</param>
    public static ContractProblem? FindProblem(IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null)
            return null;
        if (metadata.Count > MostPairs)
            return new("metadata", $"has {metadata.Count} members; {MostPairs} are the most");
        foreach (var (key, value) in metadata)
        {
            if (!IsKey(key))
                return new("metadata", KeyProblem(key));
            if (value is null)
                return new($"metadata.{key}", "must not be null");
        }
        var bytes = metadata.Sum(pair => Encoding.UTF8.GetByteCount(pair.Key) + Encoding.UTF8.GetByteCount(pair.Value));
        return bytes > MostBytes
            ? new("metadata", $"has {bytes} bytes of names and values in UTF-8; {MostBytes} are the most")
            : null;
    }

    private static bool IsKey(string key) =>
        key.Length is > 0 and <= LongestKey && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    private static string KeyProblem(string key) =>
        $"has the name '{CutText.At(key, LongestKey)}'; a name has 1 to {LongestKey} letters, digits, '.', '_' and '-' "
        + "of ASCII";
}
