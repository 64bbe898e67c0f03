using System.Text.RegularExpressions;

namespace Postern.Core.Templates;

/// <summary>Fills in templates: <c>{name}</c> is a value, <c>{?name}…{/name}</c> a part that is left out where the value is empty.</summary>
internal static partial class TemplateText
{
    /// <summary>The template with its values. What a value holds is never read as a template.</summary>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values) =>
        Name().Replace(Choose(template, values), match => values.GetValueOrDefault(match.Groups["name"].Value) ?? "");

    /// <summary>The names that a template uses, with where each stands.</summary>
    public static IEnumerable<(string Name, int At)> Names(string template) =>
        Name()
            .Matches(template)
            .Concat(Opening().Matches(template))
            .Select(match => (match.Groups["name"].Value, match.Index));

    /// <summary>The first part that is opened and not closed, or null.</summary>
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
            var (from, closing) = (opening.Index + opening.Length, $"{{/{name}}}");
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
