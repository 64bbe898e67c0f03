using System.Text.RegularExpressions;
using Postern.Tests.Support;

namespace Postern.Tests.Infra;

/// <summary>
/// azure.yaml against the rules of azd's schema that matter here (name, infra, one service), and beyond it what the
/// schema leaves open:
/// values that azd knows, folders that exist, the tag by which azd finds the app. The file is read as what it is,
/// nested keys with plain
/// values; any other YAML is refused.
/// </summary>
public sealed partial class AzureYamlTests
{
    private static readonly IReadOnlyDictionary<string, string> Values = Read();

    [Fact]
    public void It_has_the_keys_of_the_schema_and_no_other()
    {
        Assert.Equal(
            [
                "hooks.postdeploy.continueOnError",
                "hooks.postdeploy.run",
                "hooks.postdeploy.shell",
                "hooks.predeploy.continueOnError",
                "hooks.predeploy.run",
                "hooks.predeploy.shell",
                "infra.module",
                "infra.path",
                "infra.provider",
                "metadata.template",
                "name",
                "requiredVersions.azd",
                "services.mail.hooks.postdeploy.continueOnError",
                "services.mail.hooks.postdeploy.run",
                "services.mail.hooks.postdeploy.shell",
                "services.mail.hooks.prepackage.posix.run",
                "services.mail.hooks.prepackage.posix.shell",
                "services.mail.hooks.prepackage.windows.run",
                "services.mail.hooks.prepackage.windows.shell",
                "services.mail.host",
                "services.mail.language",
                "services.mail.project",
            ],
            Values.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Matches("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", Values["name"]);
        Assert.InRange(Values["name"].Length, 2, 64);
        Assert.Equal(
            ("bicep", "function", "dotnet"),
            (Values["infra.provider"], Values["services.mail.host"], Values["services.mail.language"])
        );
    }

    [Fact]
    public void What_it_names_is_there()
    {
        var template = Path.Combine(Repository.Root, Values["infra.path"], Values["infra.module"] + ".bicep");
        Assert.True(File.Exists(template) && File.Exists(Path.ChangeExtension(template, "parameters.json")));
        Assert.True(File.Exists(Path.Combine(Repository.Root, Values["hooks.postdeploy.run"])));
        Assert.Equal("./eng/drain on", Values["hooks.predeploy.run"]);
        // azd takes a folder only if it holds one project.
        var project = Path.Combine(Repository.Root, Values["services.mail.project"]);
        Assert.Single(Directory.GetFiles(project, "*.*proj"));
        // A hook of a service runs in the service's folder.
        var command = Values["services.mail.hooks.prepackage.posix.run"].Split(' ');
        Assert.Equal(string.Join(' ', command), Values["services.mail.hooks.prepackage.windows.run"]);
        Assert.Equal(("node", true), (command[0], File.Exists(Path.Combine(project, command[1]))));
        Assert.True(File.Exists(Path.Combine(project, Values["services.mail.hooks.postdeploy.run"])));
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task Azd_finds_the_group_and_the_app_by_their_tags()
    {
        var template = await DeployedTemplate.DefaultAsync();
        var app = template.All("Microsoft.Web/sites").Single();

        Assert.Equal(
            Values.Keys.Single(key => key.EndsWith(".host", StringComparison.Ordinal)).Split('.')[1],
            app["tags"]!["azd-service-name"]!.GetValue<string>()
        );
        Assert.Equal("test", app["tags"]!["azd-env-name"]!.GetValue<string>());
        Assert.Equal(
            "test",
            template.All("Microsoft.Resources/resourceGroups").Single()["tags"]!["azd-env-name"]!.GetValue<string>()
        );
    }

    /// <summary>Values by the path of their keys.</summary>
    private static Dictionary<string, string> Read()
    {
        var (values, path) = (new Dictionary<string, string>(), new List<string>());
        foreach (
            var line in File.ReadLines(Path.Combine(Repository.Root, "azure.yaml"))
                .Where(line => line.Length > 0 && !line.StartsWith('#'))
        )
        {
            var match = KeyAndValue().Match(line);
            if (!match.Success)
                throw new InvalidDataException($"azure.yaml: '{line}' is not a key with a plain value.");
            path.RemoveRange(match.Groups[1].Length / 2, path.Count - (match.Groups[1].Length / 2));
            path.Add(match.Groups[2].Value);
            if (match.Groups[3].Length > 0)
                values.Add(string.Join('.', path), match.Groups[3].Value);
        }
        return values;
    }

    [GeneratedRegex("^((?:  )*)([A-Za-z]+):(?: ([A-Za-z0-9./ '>=-]+))?$")]
    private static partial Regex KeyAndValue();
}
