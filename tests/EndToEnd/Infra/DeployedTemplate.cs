using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Tests.Support;

namespace Postern.Tests.Infra;

/// <summary>
/// What a deployment of <c>infra/main.bicep</c> would make, as the compiler works it out: loops, conditions and
/// names are those of
/// Azure, only what a resource answers at run time stays an expression.
/// </summary>
internal sealed class DeployedTemplate
{
    public static readonly string Main = Path.Combine(Repository.Root, "infra", "main.bicep");

    private static readonly Lazy<Task<(string, string)>> Compiled = new(() =>
        BicepCompiler.RunAsync("build", Main, "--stdout")
    );

    private static readonly Lazy<Task<DeployedTemplate>> Plain = new(() => ReadAsync([]));

    private readonly IReadOnlyList<JsonObject> _resources;

    private DeployedTemplate(JsonObject snapshot) =>
        _resources = [.. snapshot["predictedResources"]!.AsArray().Select(resource => resource!.AsObject())];

    /// <summary>The template of Azure Resource Manager that the compiler makes, and its diagnostics.</summary>
    public static Task<(string Output, string Diagnostics)> CompiledAsync() => Compiled.Value;

    /// <summary>The template with its defaults.</summary>
    public static Task<DeployedTemplate> DefaultAsync() => Plain.Value;

    /// <param name="parameters">Parameters that differ from their defaults, as Bicep writes their values.</param>
    public static async Task<DeployedTemplate> ReadAsync(params (string Name, string Value)[] parameters)
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var file = Path.Combine(folder, "test.bicepparam");
            (string Name, string Value)[] needed = [("environmentName", "'test'"), ("location", "'westeurope'")];
            var all = parameters.Concat(needed).DistinctBy(parameter => parameter.Name);
            var values = all.Select(parameter => $"param {parameter.Name} = {parameter.Value}\n");
            await File.WriteAllTextAsync(
                file,
                $"using '{Path.GetRelativePath(folder, Main)}'\n{string.Concat(values)}"
            );
            var snapshot = await BicepCompiler.SnapshotAsync(file, Id(1), Id(2), "westeurope");
            return new DeployedTemplate(JsonNode.Parse(snapshot)!.AsObject());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>All resources of a type.</summary>
    public IReadOnlyList<JsonObject> All(string type) => [.. _resources.Where(resource => Type(resource) == type)];

    public IEnumerable<string> Types => _resources.Select(Type);

    /// <summary>Last parts of the names of the resources of a type whose full name begins so.</summary>
    public IReadOnlyList<string> Names(string type, string begin) =>
        [
            .. All(type)
                .Select(Name)
                .Where(name => name.StartsWith(begin, StringComparison.Ordinal))
                .Select(name => name[(name.LastIndexOf('/') + 1)..])
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The app settings.</summary>
    public IReadOnlyDictionary<string, string> Settings =>
        All("Microsoft.Web/sites/config").Single()["properties"]!
            .AsObject()
            .ToDictionary(setting => setting.Key, setting => setting.Value!.GetValue<string>());

    public static string Name(JsonObject resource) => resource["name"]!.GetValue<string>();

    public static string Id(int number) => new Guid(number, 0, 0, new byte[8]).ToString();

    public override string ToString() => JsonSerializer.Serialize(_resources);

    private static string Type(JsonObject resource) => resource["type"]!.GetValue<string>();
}
