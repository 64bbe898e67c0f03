using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Postern.Core.Configuration;

namespace Postern.Tests.Console;

/// <summary>The texts of the console: the same in every language, all there, none left over.</summary>
public sealed partial class TextTests
{
    private static readonly string Scripts = string.Join(
        '\n',
        ConsoleScreens
            .Files.Where(file => file.EndsWith(".js", StringComparison.Ordinal))
            .Where(file => !file.StartsWith("texts/", StringComparison.Ordinal))
            .Select(file => File.ReadAllText(Path.Combine(ConsoleScreens.Folder, file)))
    );

    [Fact]
    public async Task Every_language_has_the_same_texts_with_the_same_places_for_values()
    {
        var english = await ReadAsync("en");
        var romanian = await ReadAsync("ro");

        Assert.NotEmpty(english);
        Assert.Equal(english.Keys.Order(), romanian.Keys.Order());
        Assert.All(english, text => Assert.Equal(Places(text.Value), Places(romanian[text.Key])));
    }

    [Fact]
    public async Task Every_plural_has_the_forms_of_its_language()
    {
        foreach (var (language, forms) in new[] { ("en", "one other"), ("ro", "few one other") })
        {
            var plurals = (await ReadAsync(language, plurals: true)).Values.Where(IsPlural).ToList();
            Assert.NotEmpty(plurals);
            Assert.All(plurals, plural => Assert.Equal(forms, string.Join(' ', Forms(plural).Order())));
        }
    }

    [Fact]
    public async Task Every_text_that_the_scripts_ask_for_is_there_and_each_is_asked_for()
    {
        var keys = (await ReadAsync("en")).Keys;
        var asked = Asked().Matches(Scripts).Select(call => call.Groups[1].Value).ToHashSet();
        var prefixes = Made().Matches(Scripts).Select(call => call.Groups[1].Value).ToHashSet();
        // The title of a screen, and a text that is made of a screen's name.
        prefixes.UnionWith(ConsoleScreens.Names.Select(name => $"{name}.title"));

        Assert.DoesNotContain(asked, key => !keys.Contains(key));
        Assert.DoesNotContain(prefixes, prefix => !keys.Any(key => key.StartsWith(prefix, StringComparison.Ordinal)));
        Assert.DoesNotContain(
            keys,
            key =>
                !asked.Contains(key)
                && !key.EndsWith(".title", StringComparison.Ordinal)
                && !prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Every_parameter_is_explained_with_its_unit_or_its_form()
    {
        var keys = (await ReadAsync("en")).Keys;
        foreach (var parameter in ParameterCatalog.All)
        {
            var name = parameter.Name.Replace('.', '_');
            Assert.Contains($"parameters.about.{name}", keys);
            if (parameter.Choices is null && parameter.Least is null)
                Assert.Contains($"parameters.forms.{name}", keys);
        }
    }

    private static string Places(string text) =>
        string.Join(' ', Place().Matches(text).Select(place => place.Value).Distinct().Order());

    private static bool IsPlural(string text) => text.StartsWith("{\"", StringComparison.Ordinal);

    private static IEnumerable<string> Forms(string plural) =>
        JsonNode.Parse(plural)!.AsObject().Select(form => form.Key);

    /// <summary>Texts by their keys. A plural is one text: that for <c>other</c>, or all its forms as JSON.</summary>
    private static async Task<Dictionary<string, string>> ReadAsync(string language, bool plurals = false)
    {
        var file = new Uri(Path.Combine(ConsoleScreens.Folder, "texts", $"{language}.js")).AbsoluteUri;
        var json = await NodeProgram.RunAsync(
            "--input-type=module",
            "--eval",
            $"import words from '{file}'; console.log(JSON.stringify(words));"
        );
        return Flat(JsonNode.Parse(json)!.AsObject(), "", plurals).ToDictionary();
    }

    private static IEnumerable<KeyValuePair<string, string>> Flat(JsonObject texts, string prefix, bool plurals) =>
        texts.SelectMany(text =>
            text.Value switch
            {
                JsonObject forms when forms.ContainsKey("other") =>
                [
                    new(prefix + text.Key, plurals ? forms.ToJsonString() : forms["other"]!.GetValue<string>()),
                ],
                JsonObject inner => Flat(inner, $"{prefix}{text.Key}.", plurals),
                var one => [new KeyValuePair<string, string>(prefix + text.Key, one!.GetValue<string>())],
            }
        );

    [GeneratedRegex(@"\bt\('([A-Za-z0-9_.-]+)'")]
    private static partial Regex Asked();

    // t(`home.says.${status}`), word('home.status', value): the key begins so.
    [GeneratedRegex(@"(?:\bt\(`|\bword\(')([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)(?:\.\$\{|',)")]
    private static partial Regex Made();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
