using System.Text.Json;

namespace Postern.Core.Wording;

/// <summary>The texts of each language, from the files of this folder, which are embedded in the assembly.</summary>
public static class BuiltInTexts
{
    private static readonly Dictionary<string, Lazy<IReadOnlyDictionary<string, string>>> ByLanguage =
        Languages.All.ToDictionary(
            language => language,
            language => new Lazy<IReadOnlyDictionary<string, string>>(() => Load(language))
        );

    /// <summary>The texts of one of <see cref="Languages.All"/>, by their names.</summary>
    public static IReadOnlyDictionary<string, string> Of(string language) => ByLanguage[language].Value;

    private static Dictionary<string, string> Load(string language)
    {
        var name = $"wording.{language}.json";
        using var stream =
            typeof(BuiltInTexts).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var file = JsonDocument.Parse(stream);
        return file.RootElement.EnumerateObject().ToDictionary(text => text.Name, text => Read(text.Value));
    }

    // A list holds the paragraphs of a text.
    private static string Read(JsonElement text) =>
        text.ValueKind == JsonValueKind.Array
            ? string.Join("\n\n", text.EnumerateArray().Select(paragraph => paragraph.GetString()))
            : text.GetString()!;
}
