using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Contracts.Http;
using Postern.Core.Text;
using Postern.Core.Validation;
using Postern.Core.Wording;

namespace Postern.Core.Declarations;

/// <summary>The texts of an alias domain, which a file has as its member <c>texts</c>.</summary>
internal sealed class TextSection() : Section(ConfigurationSection.Texts, "texts of alias domain")
{
    private const string Own = "own";

    public override string KeyOf(string name) => name;

    public override object? Read(RecordReader reader, DocumentNode node, string path)
    {
        var at = node.IsNull ? new DocumentNode.Mapping(node.At, []) : node;
        var whole = new DocumentNode.Mapping(node.At, [new DocumentMember(Own, node.At, at)]);
        return reader.Read<DomainTexts>(whole, path, [], []);
    }

    public override IEnumerable<string> Stored(ConfigurationState state) => state.Configuration.Texts.Keys.Order();

    // They go with their alias domain.
    public override IEnumerable<string> Removable(ConfigurationState state) => [];

    public override object? Find(ConfigurationState state, string key) =>
        state.Configuration.Texts.GetValueOrDefault(key) ?? Missing(state, key);

    public override SectionEdit Put(ConfigurationState state, DeclaredResource wanted, SectionContext context)
    {
        var edit = DomainTextsRules.Put((DomainTexts)wanted.Value!);
        var errors = edit.Findings.Errors.Select(error => error with { Field = error.Field[(Own.Length + 1)..] });
        return SectionEdit.Of(edit with { Findings = edit.Findings with { Errors = [.. errors] } });
    }

    public override Findings Delete(ConfigurationState state, string key) => Findings.None;

    public override ConfigurationState With(ConfigurationState state, string key, object? value) =>
        state with
        {
            Configuration = state.Configuration with
            {
                Texts = Keyed.With(state.Configuration.Texts, key, (DomainTexts?)value),
            },
        };

    public override JsonNode Full(object value) =>
        JsonSerializer.SerializeToNode(((DomainTexts)value).Own, PosternJson.Strict)!;

    public override JsonNode Brief(object value) => Full(value);

    // An alias domain without texts has none of its own.
    private static DomainTexts? Missing(ConfigurationState state, string key) =>
        Sections.AliasDomains.Find(state, key) is null ? null : new DomainTexts();
}
