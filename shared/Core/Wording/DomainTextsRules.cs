using System.Text.RegularExpressions;
using Postern.Contracts.Http;
using Postern.Core.Validation;

namespace Postern.Core.Wording;

/// <summary>Validates an alias domain's own texts that are to be stored.</summary>
public static partial class DomainTextsRules
{
    private const int LongestText = 4000;
    private const int LongestLine = 300;

    private static readonly Dictionary<string, TextKind> Kinds = TextCatalog.Mails.ToDictionary(kind => kind.Name);

    /// <summary>Normalises line ends and validates each text.</summary>
    public static Edit<DomainTexts> Put(DomainTexts wanted)
    {
        if (NullProblem(wanted) is { } problem)
            return new Edit<DomainTexts>(wanted, new Findings { Errors = [problem] });
        var texts = wanted.Own.ToDictionary(
            language => language.Key,
            IReadOnlyDictionary<string, string> (language) =>
                language.Value.ToDictionary(text => text.Key, text => Normalise(text.Value))
        );
        var findings = new Findings
        {
            Errors = [.. texts.SelectMany(language => Errors(language.Key, language.Value))],
        };
        return new Edit<DomainTexts>(new DomainTexts { Own = texts }, findings);
    }

    // The JSON of a request may have them as values of an object.
    private static FieldMessage? NullProblem(DomainTexts wanted)
    {
        foreach (var (language, texts) in wanted.Own)
        {
            if (texts is null)
                return new($"own.{language}", "must not be null");
            if (texts.FirstOrDefault(text => text.Value is null).Key is { } name)
                return new($"own.{language}.{name}", "must not be null");
        }
        return null;
    }

    private static string Normalise(string text) => text.ReplaceLineEndings("\n").Trim();

    private static IEnumerable<FieldMessage> Errors(string language, IReadOnlyDictionary<string, string> texts)
    {
        if (!Languages.All.Contains(language))
            yield return new($"own.{language}", $"must be one of {string.Join(", ", Languages.All)}");
        foreach (var (name, text) in texts)
        {
            var problem = Kinds.TryGetValue(name, out var kind)
                ? Problem(kind, text)
                : $"must be one of {string.Join(", ", Kinds.Keys)}";
            if (problem is not null)
                yield return new($"own.{language}.{name}", problem);
        }
    }

    private static string? Problem(TextKind kind, string text)
    {
        var longest = kind.Paragraphs ? LongestText : LongestLine;
        if (text.Length == 0)
            return "is empty; leave it out for the built-in text";
        if (text.Length > longest)
            return $"has {text.Length} characters; at most {longest} are allowed";
        if (text.Any(c => IsForbidden(c) && !(kind.Paragraphs && c == '\n')))
            return kind.Paragraphs ? "holds a control character" : "holds a control character, or more than one line";
        return FieldProblem(kind, text);
    }

    private static string? FieldProblem(TextKind kind, string text)
    {
        var names = kind.Fields.Select(field => $"{{{field}}}").ToList();
        var allowed = names.Count == 0 ? "no field" : string.Join(" and ", names);
        if (Field().Matches(text).FirstOrDefault(use => !names.Contains(use.Value)) is { } unknown)
            return $"has {unknown.Value}; it may have {allowed}";
        if (names.Find(name => !text.Contains(name, StringComparison.Ordinal)) is { } missing)
            return $"lacks {missing}";
        return null;
    }

    // Also the characters that change the order of others (Unicode TR 36 §2.5), and lone surrogates.
    private static bool IsForbidden(char c) =>
        char.IsControl(c) || c is (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\uFEFF';

    // A brace alone is a field that was not written to its end.
    [GeneratedRegex("\\{[^{}]*\\}?|\\}", RegexOptions.NonBacktracking)]
    private static partial Regex Field();
}
