using Microsoft.Extensions.Configuration;
using Postern.DevHost.Configuration;

namespace Postern.Tests.DevHost;

public sealed class SettingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_platforms_defaults_hold_for_what_host_json_does_not_say()
    {
        var settings = HostSettings.Read(Write("host.json", """{ "version": "2.0" }"""), Settings([]));

        Assert.Equal("api", settings.RoutePrefix);
        Assert.Equal(
            (16, 8 * Environment.ProcessorCount, 5, TimeSpan.Zero, TimeSpan.FromMinutes(1), true),
            (
                settings.Queues.BatchSize,
                settings.Queues.Threshold,
                settings.Queues.MaxDequeueCount,
                settings.Queues.VisibilityTimeout,
                settings.Queues.MaxPollingInterval,
                settings.Queues.IsBase64
            )
        );
    }

    [Fact]
    public void An_app_setting_wins_over_host_json()
    {
        var path = Write(
            "host.json",
            """
            {
              "extensions": {
                "http": { "routePrefix": "v1" },
                "queues": { "batchSize": 4, "visibilityTimeout": "00:00:30", "messageEncoding": "none" }
              }
            }
            """
        );

        var settings = HostSettings.Read(
            path,
            Settings(new() { ["AzureFunctionsJobHost:extensions:queues:visibilityTimeout"] = "00:00:02" })
        );

        Assert.Equal("v1", settings.RoutePrefix);
        Assert.Equal(
            (4, TimeSpan.FromSeconds(2), false),
            (settings.Queues.BatchSize, settings.Queues.VisibilityTimeout, settings.Queues.IsBase64)
        );
    }

    [Theory]
    [InlineData("batchSize", "33")]
    [InlineData("batchSize", "many")]
    [InlineData("newBatchThreshold", "-1")]
    [InlineData("maxDequeueCount", "0")]
    [InlineData("visibilityTimeout", "-00:00:01")]
    [InlineData("maxPollingInterval", "00:00:00.05")]
    [InlineData("messageEncoding", "utf-8")]
    public void A_queue_setting_out_of_its_limits_is_refused_by_name(string name, string value)
    {
        var path = Write("host.json", "{}");

        var refused = Assert.Throws<SetupException>(() =>
            HostSettings.Read(path, Settings(new() { [$"AzureFunctionsJobHost:extensions:queues:{name}"] = value }))
        );

        Assert.Contains(name, refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Values_of_local_settings_are_settings_under_the_environment()
    {
        var path = Write(
            "local.settings.json",
            """
            {
              // The platform's tools take comments.
              "IsEncrypted": false,
              "Values": { "FetchSchedule": "0 * * * * *", "DefaultServer__Port": 2525, "PATH": "nowhere" }
            }
            """
        );

        var settings = LocalSettings.Read(path);

        Assert.Equal(("0 * * * * *", "2525"), (settings["FetchSchedule"], settings["DefaultServer:Port"]));
        Assert.Equal(Environment.GetEnvironmentVariable("PATH"), settings["PATH"]);
    }

    [Fact]
    public void A_connection_that_is_not_set_is_named()
    {
        var refused = Assert.Throws<SetupException>(() =>
            new StorageConnections(Settings([])).Queue("MailStorage", "inbound-mail")
        );

        Assert.Contains("MailStorage__queueServiceUri", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_connection_may_be_an_address_that_is_opened_by_identity()
    {
        var settings = Settings(new() { ["MailStorage:queueServiceUri"] = "https://account.queue.core.windows.net" });

        var queue = new StorageConnections(settings).Queue("MailStorage", "inbound-mail");

        Assert.Equal("https://account.queue.core.windows.net/inbound-mail", queue.Uri.ToString());
    }

    [Fact]
    public void The_command_line_is_read()
    {
        var options = CommandLine.Parse([
            "--port",
            "8080",
            "--functions",
            "A,B",
            "--instances",
            "3",
            "--catch-mail",
            "--lease-seconds",
            "5",
            "--chaos",
            "twice=0.1,busy=1",
            "--seed",
            "42",
        ]);

        Assert.Equal(
            (8080, 3, 2525, TimeSpan.FromSeconds(5), 42),
            (options.Port, options.Instances, options.CatchMailPort, options.Lease, options.Seed)
        );
        Assert.Equal(["A", "B"], options.Functions);
        Assert.Equal(new ChaosSettings { Twice = 0.1, Busy = 1 }, options.Chaos);
        Assert.Equal(2526, CommandLine.Parse(["--catch-mail", "2526"]).CatchMailPort);
    }

    [Theory]
    [InlineData("--prot", "8080")]
    [InlineData("--port", "web")]
    [InlineData("--port")]
    [InlineData("--instances", "0")]
    [InlineData("--chaos", "often=1")]
    [InlineData("--chaos", "twice=2")]
    public void A_command_line_that_cannot_be_understood_is_refused_by_option(params string[] args) =>
        Assert.Contains(
            args[0],
            Assert.Throws<CommandLineException>(() => CommandLine.Parse(args)).Message,
            StringComparison.Ordinal
        );

    private static IConfigurationRoot Settings(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build();

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
