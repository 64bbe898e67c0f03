using System.Text.Json;
using System.Text.RegularExpressions;
using Postern.DevHost.Configuration;
using Postern.Tests.FirstRun;
using Postern.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace Postern.Tests.RepositoryFiles;

/// <summary>
/// Files that other tools read (editors, containers, pipelines): they can be read, and what they name is there. The
/// tools themselves do not run here.
/// </summary>
public sealed partial class ToolFilesTests
{
    private static readonly string[] Folders = [".github", ".devcontainer", ".vscode"];

    public static TheoryData<string> Yaml => [.. Files("*.yml"), "azure.yaml", "compose.yaml"];

    public static TheoryData<string> Json => [.. Files("*.json")];

    [Theory]
    [MemberData(nameof(Yaml))]
    public void Yaml_can_be_read(string file) => Assert.NotEmpty(YamlFile.Read(file).Children);

    [Theory]
    [MemberData(nameof(Json))]
    public void Json_can_be_read(string file) => Assert.Equal(JsonValueKind.Object, Parse(file).ValueKind);

    [Fact]
    public void The_pipeline_of_a_commit_is_the_script_that_runs_anywhere()
    {
        var job = YamlFile.Read(".github/workflows/ci.yml").At<YamlMappingNode>("jobs", "all");
        var steps = job.At<YamlSequenceNode>("steps").Children.OfType<YamlMappingNode>().ToList();
        Assert.Equal("bash .ci/run", steps[^1].Text("run"));
        Assert.StartsWith("debian:", job.Text("container"), StringComparison.Ordinal);
        Assert.True(File.Exists(PathOf(".ci/run")));
    }

    [Fact]
    public void The_pipeline_of_a_deployment_has_every_value_that_the_template_asks_for()
    {
        var job = YamlFile.Read(".github/workflows/azure-dev.yml").At<YamlMappingNode>("jobs", "deploy");
        var given = job.At<YamlMappingNode>("env").Keys();
        var asked = Variable().Matches(File.ReadAllText(PathOf("infra/main.parameters.json")));
        // azd finds out by itself who deploys.
        string[] known = ["AZURE_PRINCIPAL_ID", "AZURE_PRINCIPAL_TYPE"];
        Assert.Empty(asked.Select(variable => variable.Groups[1].Value).Except(given).Except(known));
        Assert.Equal("never", job.Text("env", "POSTERN_FIRST_KEY"));
    }

    [Fact]
    public async Task A_pipeline_prints_no_key()
    {
        var (code, output, error) = await ScriptRun.OfAsync(
            Repository.Root,
            "sh",
            ["eng/first-key"],
            ("POSTERN_FIRST_KEY", "never")
        );
        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("No key is made here", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_containers_have_options_settings_and_ports_that_exist()
    {
        var services = YamlFile.Read("compose.yaml").At<YamlMappingNode>("services");
        var postern = services.At<YamlMappingNode>("postern");
        var options = CommandLine.Parse([.. postern.At<YamlSequenceNode>("command").Texts()]);
        Assert.Equal([$"127.0.0.1:7071:{options.Port}"], postern.At<YamlSequenceNode>("ports").Texts());
        Assert.True(File.Exists(PathOf(postern.Text("build", "dockerfile"))));
        Assert.Empty(
            postern.At<YamlSequenceNode>("depends_on").Texts().Except(services.Keys(), StringComparer.Ordinal)
        );

        var settings = postern.At<YamlMappingNode>("environment");
        var known = Parse("local.settings.sample.json").GetProperty("Values").EnumerateObject().Select(one => one.Name);
        string[] ofTheHost = ["DevHost__Keys__Master", "AzureFunctionsJobHost__extensions__queues__maxPollingInterval"];
        Assert.Empty(settings.Keys().Except([.. known, .. ofTheHost]));
        Assert.Contains(settings.Text("DefaultServer__Host"), services.Keys());
        Assert.All(
            (int[])[10000, 10001, 10002],
            port => Assert.Contains($"http://azurite:{port}/", settings.Text("MailStorage"), StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_editor_runs_what_is_there()
    {
        var tasks = Parse(".vscode/tasks.json").GetProperty("tasks").EnumerateArray().ToList();
        var labels = tasks.Select(task => task.GetProperty("label").GetString()).ToList();
        Assert.Superset(new HashSet<string?> { "build", "test core", "run" }, labels.ToHashSet());
        var scripts = tasks
            .Select(task => task.GetProperty("command").GetString()!)
            .Where(command => command != "dotnet");
        Assert.All(
            scripts,
            script =>
                Assert.True(
                    File.Exists(script.Replace("${workspaceFolder}", Repository.Root, StringComparison.Ordinal))
                )
        );
        Assert.All(
            Parse(".vscode/launch.json").GetProperty("configurations").EnumerateArray(),
            launch =>
                Assert.True(!launch.TryGetProperty("preLaunchTask", out var task) || labels.Contains(task.GetString()))
        );
    }

    [Fact]
    public void The_development_container_opens_the_port_of_the_devhost()
    {
        var container = Parse(".devcontainer/devcontainer.json");
        Assert.Equal(new DevHostOptions().Port, container.GetProperty("forwardPorts")[0].GetInt32());
        Assert.Contains(
            "eng/azurite",
            container.GetProperty("postCreateCommand").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_ten_requests_are_operations_of_the_interface()
    {
        var paths = Parse("docs/openapi.json").GetProperty("paths");
        var calls = Call().Matches(File.ReadAllText(PathOf("requests.http")));
        Assert.Equal(10, calls.Count);
        Assert.All(
            calls,
            call =>
                Assert.Contains(
                    paths.EnumerateObject(),
                    path =>
                        path.Value.TryGetProperty(call.Groups[1].Value.ToLowerInvariant(), out _)
                        && Regex.IsMatch(call.Groups[2].Value, $"^{Parameter().Replace(path.Name, "[^/]+")}$")
                )
        );
    }

    private static IEnumerable<string> Files(string pattern) =>
        Folders
            .SelectMany(folder => Directory.EnumerateFiles(PathOf(folder), pattern, SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Repository.Root, file));

    private static string PathOf(string file) => Path.Combine(Repository.Root, file);

    private static JsonElement Parse(string file) => JsonDocument.Parse(File.ReadAllText(PathOf(file))).RootElement;

    [GeneratedRegex(@"\$\{([A-Z_]+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^([A-Z]+) \{\{api\}\}(/[^?\s]*)", RegexOptions.Multiline)]
    private static partial Regex Call();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
