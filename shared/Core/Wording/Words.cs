using Postern.Core.Templates;

namespace Postern.Core.Wording;

/// <summary>The texts in the language of one reader: an alias domain's own, else the built-in ones.</summary>
/// <param name="language">One of <see cref="Languages.All"/>.</param>
/// <param name="own">The alias domain's texts in that language, by name; null without any.</param>
public sealed class Words(string language, IReadOnlyDictionary<string, string>? own = null)
{
    public static Words English { get; } = new(Languages.Default);

    public string Language => language;

    /// <summary>A text with its values, in which braces are not replaced. Plain text.</summary>
    internal string Fill(string name, params ReadOnlySpan<(string Field, string Value)> values)
    {
        var byField = new Dictionary<string, string>();
        foreach (var (field, value) in values)
            byField[field] = value;
        return TemplateText.Fill(own?.GetValueOrDefault(name) ?? BuiltInTexts.Of(language)[name], byField);
    }
}
