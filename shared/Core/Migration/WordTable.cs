using Postern.Core.Text;

namespace Postern.Core.Migration;

/// <summary>
/// An embedded table of Odoo's words: sections of lines <c>value = word | word</c>. A word is looked up folded.
/// </summary>
internal sealed class WordTable
{
    private readonly Dictionary<string, Dictionary<string, string?>> _sections = [];

    public static WordTable Choices { get; } = new("migration.choices.txt");

    public static WordTable Models { get; } = new("migration.models.txt");

    private WordTable(string name)
    {
        foreach (var section in PhraseFile.Load(name).Sections)
            _sections[section.Name] = ValuesOf(section.Phrases);
    }

    /// <summary>The value that a word stands for, which may be the value itself; null when it is none or several.</summary>
    public string? Find(string section, string word) => _sections[section].GetValueOrDefault(Folded.Of(word));

    private static Dictionary<string, string?> ValuesOf(IEnumerable<string> lines)
    {
        var values = new Dictionary<string, string?>();
        foreach (var line in lines)
        {
            var (value, words) = Split(line);
            foreach (var word in words.Append(value).Select(Folded.Of).Distinct())
                values[word] = values.TryGetValue(word, out var other) && other != value ? null : value;
        }
        return values;
    }

    /// <summary>A line's value and words.</summary>
    public static (string Value, string[] Words) Split(string line)
    {
        var parts = line.Split(" = ", 2, StringSplitOptions.TrimEntries);
        return (parts[0], parts.Length < 2 ? [] : parts[1].Split(" | ", StringSplitOptions.TrimEntries));
    }
}
