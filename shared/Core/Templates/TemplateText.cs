using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Core.Templates;

/// <summary>
/// Fills templates: <c>{name}</c> stands for a value, <c>{?name}…{/name}</c> for a part that is omitted when the value
/// is empty.
/// </summary>
internal static partial class TemplateText
{
    /// <summary>The template with its values, in which placeholders are not replaced.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values) =>
        Name().Replace(Choose(template, values), match => values.GetValueOrDefault(match.Groups["name"].Value) ?? "");

    /// <summary>The names that a template uses, with the position of each.</summary>
    public static IEnumerable<(string Name, int At)> Names(string template) =>
        Name()
            .Matches(template)
            .Concat(Opening().Matches(template))
            .Select(match => (match.Groups["name"].Value, match.Index));

    /// <summary>Name of the first part that is not closed; null when all are.</summary>
    public static string? Unclosed(string template) =>
        Opening()
            .Matches(template)
            .Select(match => match.Groups["name"].Value)
            .Distinct()
            .FirstOrDefault(name => Count(template, $"{{?{name}}}") != Count(template, $"{{/{name}}}"));

    private static string Choose(string template, IReadOnlyDictionary<string, string> values)
    {
        var (cuts, at) = (new SortedDictionary<int, int>(), 0);
        foreach (Match opening in Opening().Matches(template))
        {
            // In a part that is omitted.
            if (opening.Index < at)
                continue;
            var name = opening.Groups["name"].Value;
            var closing = $"{{/{name}}}";
            at = opening.Index + opening.Length;
            cuts[opening.Index] = at;
            if (FindClosing(template, closing, at, cuts) is not { } end)
                break;
            if (string.IsNullOrEmpty(values.GetValueOrDefault(name)))
                cuts[opening.Index] = at = end + closing.Length;
            else
                cuts[end] = end + closing.Length;
        }
        return Without(template, cuts);
    }

    // A closing that is cut already belongs to an earlier opening.
    private static int? FindClosing(string template, string closing, int at, SortedDictionary<int, int> cuts)
    {
        do at = template.IndexOf(closing, at, StringComparison.Ordinal) + 1;
        while (at > 0 && cuts.ContainsKey(at - 1));
        return at > 0 ? at - 1 : null;
    }

    private static string Without(string template, SortedDictionary<int, int> cuts)
    {
        var (text, at) = (new StringBuilder(template.Length), 0);
        foreach (var (from, end) in cuts)
        {
            if (from > at)
                text.Append(template, at, from - at);
            at = Math.Max(at, end);
        }
        return text.Append(template, at, template.Length - at).ToString();
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex(@"\{(?<name>[a-z][A-Za-z]*(\.[A-Za-z0-9_-]+)?)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(@"\{\?(?<name>[a-z][A-Za-z]*(\.[A-Za-z0-9_-]+)?)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Opening();
}
