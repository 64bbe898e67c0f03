using System.Text.Json.Nodes;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

/// <summary>The parameters, but for those that are properties of the default alias domain.</summary>
internal sealed class ParameterSection() : Section(ConfigurationSection.Parameters, "parameter")
{
    public override IReadOnlyList<string> IdentifyingFields => ["value"];

    public override string KeyOf(string name) => name;

    public override object? Read(RecordReader reader, DocumentNode node, string path)
    {
        if (node is DocumentNode.Scalar scalar)
            return node.IsNull ? null : scalar.Text;
        reader.Add(node.At, path, $"must be a single value; found {node.What}");
        return null;
    }

    public override IEnumerable<string> Stored(ConfigurationState state) =>
        state.Parameters.Keys.Where(name => ParameterCatalog.Find(name) is { OfAliasDomain: false }).Order();

    public override object? Find(ConfigurationState state, string key) => state.Parameters.GetValueOrDefault(key);

    public override SectionEdit Put(ConfigurationState state, DeclaredResource wanted, SectionContext context)
    {
        if (ParameterCatalog.Find(wanted.Key) is not { } parameter)
            return Refused($"is no parameter; the nearest is '{ParameterCatalog.Nearest(wanted.Key)}'");
        if (parameter.OfAliasDomain)
            return Refused("is a property of the default alias domain, and stands in aliasDomains");
        return wanted.Value is string value
            ? SectionEdit.Of(ParameterRules.Put(parameter, value, state.Configuration))
            : new SectionEdit(null, Delete(state, wanted.Key), [], []);
    }

    public override Findings Delete(ConfigurationState state, string key) =>
        Findings.None.Warn(ParameterRules.ResetWarnings(key, state.Configuration));

    public override ConfigurationState With(ConfigurationState state, string key, object? value)
    {
        var parameters = Keyed.With(state.Parameters, key, (string?)value);
        return state with
        {
            Parameters = parameters,
            Configuration = state.Configuration with { Parameters = new GatewayParameters(parameters) },
        };
    }

    public override JsonNode Full(object value) => JsonValue.Create((string)value);

    public override JsonNode Brief(object value) => Full(value);

    private static SectionEdit Refused(string message) =>
        new(null, new Findings { Errors = [new FieldMessage("value", message)] }, [], []);
}
