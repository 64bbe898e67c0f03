using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Postern.Tests.Support;

namespace Postern.Tests.Infra;

/// <summary>
/// infra/main.parameters.json, through which azd takes every parameter from its environment, so that nobody has to edit a
/// file.
/// </summary>
[Trait("Speed", "Long")]
public sealed partial class ParametersFileTests
{
    /// <summary>What azd sets itself, and the one that has the name of an output.</summary>
    private static readonly Dictionary<string, string> Named = new()
    {
        ["environmentName"] = "AZURE_ENV_NAME",
        ["location"] = "AZURE_LOCATION",
        ["principalId"] = "AZURE_PRINCIPAL_ID",
        ["principalType"] = "AZURE_PRINCIPAL_TYPE",
        ["emailDomain"] = "POSTERN_EMAIL_DOMAIN_NAME",
    };

    [Fact]
    public async Task Every_parameter_is_in_it_by_its_name_with_the_default_of_the_template()
    {
        var known = (await TemplateAsync())["parameters"]!.AsObject();
        var given = Given();

        Assert.Equal(known.Select(parameter => parameter.Key), given.Select(parameter => parameter.Name));
        Assert.All(given, parameter => Assert.Equal(VariableOf(parameter.Name), parameter.Variable));
        Assert.All(
            given.Where(parameter => !parameter.Variable.StartsWith("AZURE_", StringComparison.Ordinal)),
            parameter => Assert.Equal(TextOf(known[parameter.Name]!["defaultValue"]!), parameter.Default)
        );
    }

    /// <summary>azd writes outputs into the environment: one of such a name would be the next value of the parameter.</summary>
    [Fact]
    public async Task No_output_overwrites_a_parameter()
    {
        var outputs = (await TemplateAsync())["outputs"]!.AsObject().Select(output => output.Key);

        Assert.Equal(["AZURE_LOCATION"], outputs.Intersect(Given().Select(parameter => parameter.Variable)));
    }

    [Fact]
    public async Task Azd_asks_for_a_region_that_has_the_plan()
    {
        var location = (await TemplateAsync())["parameters"]!["location"]!;

        Assert.Equal("location", location["metadata"]!["azd"]!["type"]!.GetValue<string>());
        Assert.InRange(location["allowedValues"]!.AsArray().Count, 20, 50);
    }

    private static async Task<JsonNode> TemplateAsync() =>
        JsonNode.Parse((await DeployedTemplate.CompiledAsync()).Output)!;

    private static List<(string Name, string Variable, string Default)> Given() =>
        [
            .. JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "infra", "main.parameters.json")))![
                "parameters"
            ]!
                .AsObject()
                .Select(parameter => (parameter.Key, Match(parameter.Value!["value"]!.GetValue<string>())))
                .Select(parameter => (parameter.Key, parameter.Item2.Groups[1].Value, parameter.Item2.Groups[2].Value)),
        ];

    private static Match Match(string value)
    {
        var match = Substitution().Match(value);
        Assert.True(match.Success, $"'{value}' is not one variable of azd's environment.");
        return match;
    }

    private static string VariableOf(string parameter) =>
        Named.GetValueOrDefault(parameter) ?? "POSTERN_" + Border().Replace(parameter, "$1_$2").ToUpperInvariant();

    private static string TextOf(JsonNode value) =>
        value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();

    [GeneratedRegex(@"^\$\{([A-Z_]+)(?:=([^}]+))?\}$")]
    private static partial Regex Substitution();

    [GeneratedRegex("([a-z0-9])([A-Z])")]
    private static partial Regex Border();
}
