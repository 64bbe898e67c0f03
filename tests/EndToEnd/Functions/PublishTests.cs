using System.Reflection.PortableExecutable;
using System.Text.Json.Nodes;
using Postern.Tests.Support;

namespace Postern.Tests.Functions;

/// <summary>What a deployment uploads: the <see cref="PublishedPackage"/>.</summary>
[Trait("Speed", "Long")]
public sealed class PublishTests(PublishedPackage package) : IClassFixture<PublishedPackage>
{
    [Fact]
    public void The_package_holds_what_azure_needs_and_no_setting_of_a_machine()
    {
        Assert.Equal(File.ReadAllText(Path.Combine(Repository.Root, "host.json")), package.Read("host.json"));
        Assert.DoesNotContain(package.Files, file => file.Contains("settings", StringComparison.OrdinalIgnoreCase));
        Assert.True(
            IsCompiledAhead("Postern.Functions.dll")
                && IsCompiledAhead("Postern.Gateway.dll")
                && IsCompiledAhead("Postern.Core.dll")
        );
        // The platform brings the runtime: a package with its own is larger, and starts with another than it is
        // tested with.
        Assert.DoesNotContain("System.Private.CoreLib.dll", package.Files);
        var frameworks = JsonNode.Parse(package.Read("Postern.Functions.runtimeconfig.json"))!["runtimeOptions"]![
            "frameworks"
        ]!.AsArray();
        Assert.Contains(
            frameworks,
            framework =>
                framework!["name"]!.GetValue<string>() == "Microsoft.AspNetCore.App"
                && framework["version"]!.GetValue<string>().StartsWith("10.", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void The_package_has_the_settings_of_the_runtime_that_the_devhost_measures()
    {
        var published = Settings(package.Read("Postern.Functions.runtimeconfig.json"));
        var measured = Settings(
            File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Postern.DevHost.runtimeconfig.json"))
        );
        var wanted = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "runtimeconfig.template.json")))!;

        Assert.NotEmpty(wanted["configProperties"]!.AsObject());
        foreach (var (name, value) in wanted["configProperties"]!.AsObject())
        {
            Assert.Equal((name, value!.ToJsonString()), (name, published[name]?.ToJsonString()));
            Assert.Equal((name, value.ToJsonString()), (name, measured[name]?.ToJsonString()));
        }
    }

    [Fact]
    public void The_package_holds_what_the_worker_brings()
    {
        Assert.Equal(WorkerMetadata.Of(WorkerMetadata.Built()), WorkerMetadata.Of(package.Read("functions.metadata")));
        Assert.Contains("extensions.json", package.Files);
        Assert.Contains("worker.config.json", package.Files);
        // The host loads the triggers for queues from here; the rest of the package is the worker's alone.
        Assert.Contains(
            package.Files,
            file =>
                file.StartsWith(".azurefunctions/", StringComparison.Ordinal)
                && file.EndsWith("Storage.Queues.dll", StringComparison.Ordinal)
        );
    }

    private static JsonNode Settings(string configuration) =>
        JsonNode.Parse(configuration)!["runtimeOptions"]!["configProperties"]!;

    private bool IsCompiledAhead(string assembly)
    {
        using var reader = new PEReader(File.OpenRead(package.PathOf(assembly)));
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
