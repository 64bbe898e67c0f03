using System.Text.Json;
using Postern.Core.Text;

namespace Postern.Core.Replies;

/// <summary>
/// The words of all languages, read once and folded. A mail is not asked for its language: people answer in one and
/// use a program in another.
/// </summary>
internal static class ReplyLanguages
{
    private const string Prefix = "replies.";

    public static IReadOnlyList<ReplyLanguage> All { get; } = [.. ReadAll()];

    /// <summary>Every entry of one kind in all languages, folded, each once.</summary>
    public static string[] Folded(Func<ReplyLanguage, IEnumerable<string>> kind) =>
        [.. All.SelectMany(kind).Select(FoldedText.Of).Where(word => word.Length > 0).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<ReplyLanguage> ReadAll()
    {
        var assembly = typeof(ReplyLanguages).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal))
                continue;
            using var stream = assembly.GetManifestResourceStream(name)!;
            yield return JsonSerializer.Deserialize<ReplyLanguage>(stream, PosternJson.Strict)
                ?? throw new InvalidOperationException($"{name} is empty.");
        }
    }
}
