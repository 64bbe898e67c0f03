using Postern.Core.Text;

namespace Postern.Core.Migration;

/// <summary>The columns of Odoo's exports, by model, from <c>fields.txt</c>.</summary>
internal static class FieldTable
{
    private const string Common = "*";
    private const string Inner = "/";

    private static readonly Dictionary<string, IReadOnlyList<ExportField>> Sections = PhraseFile
        .Load("migration.fields.txt")
        .Sections.ToDictionary(
            section => section.Name,
            section => (IReadOnlyList<ExportField>)[.. section.Phrases.Select(ExportField.Parse)]
        );

    private static readonly Dictionary<string, Dictionary<string, ExportField>> ByTitle = Sections.Keys.ToDictionary(
        name => name,
        name => TitlesOf(name is Inner or Common ? Sections[name] : [.. Sections[name], .. Sections[Common]])
    );

    /// <summary>The models whose exports are read.</summary>
    public static IReadOnlyList<string> Models { get; } =
    [.. Sections.Keys.Where(name => name is not (Common or Inner))];

    /// <summary>The fields of a model, without those of every model.</summary>
    public static IReadOnlyList<ExportField> Of(string model) => Sections[model];

    /// <summary>The field with a title, which may be its technical name; null when it is not known.</summary>
    public static ExportField? Find(string model, string title) => ByTitle[model].GetValueOrDefault(Folded.Of(title));

    /// <summary>What a part of a title after a slash is about, as <c>id</c>, <c>name</c> or <c>model</c>.</summary>
    public static string InnerOf(string title) =>
        ByTitle[Inner].GetValueOrDefault(Folded.Of(title))?.Name ?? Folded.Of(title);

    /// <summary>A known title that is much like an unknown one; null when there is none.</summary>
    public static string? Nearest(string model, string title) =>
        EditDistance.Close(Folded.Of(title), ByTitle[model].Keys) is { } close
            ? ByTitle[model][close].Titles.FirstOrDefault(one => Folded.Of(one) == close) ?? close
            : null;

    // The first field with a title has it: those of the model come before those of every model.
    private static Dictionary<string, ExportField> TitlesOf(IEnumerable<ExportField> fields)
    {
        var titles = new Dictionary<string, ExportField>();
        foreach (var field in fields)
        {
            foreach (var title in field.Titles.Prepend(field.Name))
                titles.TryAdd(Folded.Of(title), field);
        }
        return titles;
    }
}
