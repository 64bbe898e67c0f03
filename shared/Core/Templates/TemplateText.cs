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
            .FirstOrDefault(name => Count(template, $"{{?{name}}}") != Count(template, $"{{/{name}}}"));

    private static string Choose(string template, IReadOnlyDictionary<string, string> values)
    {
        while (Opening().Match(template) is { Success: true } opening)
        {
            var name = opening.Groups["name"].Value;
            var closing = $"{{/{name}}}";
            var from = opening.Index + opening.Length;
            var end = template.IndexOf(closing, from, StringComparison.Ordinal);
            if (end < 0)
                return template.Remove(opening.Index, opening.Length);
            var part = string.IsNullOrEmpty(values.GetValueOrDefault(name)) ? "" : template[from..end];
            template = template[..opening.Index] + part + template[(end + closing.Length)..];
        }
        return template;
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    [GeneratedRegex(@"\{(?<name>[a-z][A-Za-z]*(\.[A-Za-z0-9_-]+)?)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Name();

    [GeneratedRegex(@"\{\?(?<name>[a-z][A-Za-z]*(\.[A-Za-z0-9_-]+)?)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Opening();
}
