namespace Postern.Core.Text;

/// <summary>A section of a <see cref="PhraseFile"/>.</summary>
/// <param name="Name">What stands in brackets above it.</param>
/// <param name="Phrases">Its lines.</param>
internal sealed record PhraseSection(string Name, IReadOnlyList<string> Phrases);

/// <summary>
/// An embedded file of phrases: a name in brackets begins a section, each line is a phrase, <c>{a} = b | c</c> defines a
/// class of words, and # begins a note.
/// </summary>
internal sealed class PhraseFile
{
    private readonly List<PhraseSection> _sections = [];
    private readonly Dictionary<string, PhraseClass> _classes = [];

    private PhraseFile(IEnumerable<string> lines)
    {
        var phrases = new List<string>();
        foreach (var line in lines.Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
                _sections.Add(new PhraseSection(line[1..line.IndexOf(']', StringComparison.Ordinal)], phrases = []));
            else if (_sections.Count == 0)
                AddClass(line);
            else
                phrases.Add(line);
        }
    }

    /// <summary>The sections in the order of the file; a name may occur more than once.</summary>
    public IReadOnlyList<PhraseSection> Sections => _sections;

    /// <summary>Loads an embedded file of this assembly.</summary>
    public static PhraseFile Load(string name)
    {
        using var stream =
            typeof(PhraseFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return new PhraseFile(reader.ReadToEnd().Split('\n', StringSplitOptions.TrimEntries));
    }

    /// <summary>The phrases of all sections of that name.</summary>
    public string[] Phrases(string section) =>
        [.. _sections.Where(each => each.Name == section).SelectMany(each => each.Phrases)];

    /// <summary>The phrases of a class, which is named with its braces, or a word alone.</summary>
    public PhraseClass Class(string name)
    {
        if (!_classes.TryGetValue(name, out var phrases))
            _classes.Add(name, phrases = new PhraseClass([name]));
        return phrases;
    }

    private void AddClass(string line)
    {
        var parts = line.Split('=', 2, StringSplitOptions.TrimEntries);
        _classes.Add(parts[0], new PhraseClass(parts[1].Split(" | ")));
    }
}
