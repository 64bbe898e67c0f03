using System.Diagnostics;
using System.Text.Json.Nodes;
using Postern.Tests.Support;

namespace Postern.Tests.Infra;

/// <summary>
/// <c>eng/email-events</c>, which azd runs after a deployment, and the template that it deploys; scripts of their names
/// stand for azd and az.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class EmailEventsTests : IDisposable
{
    private readonly string _tools = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_tools, recursive: true);

    [Fact]
    public async Task It_deploys_the_subscription_again_until_the_app_answers_and_never_has_the_key()
    {
        Write("azd", "case $3 in SERVICE_MAIL_URI) echo https://mail.example/ ;; *) echo \"value of $3\" ;; esac");
        Write("az", $"echo \"$@\" >> {_tools}/calls; [ $(wc -l < {_tools}/calls) -ge 3 ]");

        var (code, said) = await RunAsync();

        Assert.Equal((0, true), (code, said.Contains("https://mail.example/api/inbound/acs", Ordinal)));
        var calls = await File.ReadAllLinesAsync(Path.Combine(_tools, "calls"));
        Assert.Equal(3, calls.Length);
        Assert.Contains("url=https://mail.example vaultName=value of POSTERN_KEY_VAULT", calls[2], Ordinal);
        Assert.DoesNotContain("POSTERN_ACS_KEY", string.Concat(calls), Ordinal);
    }

    [Theory]
    [InlineData("exit 1", "")]
    [InlineData("[ $3 = POSTERN_ACS_KEY ] || echo a", "bounces do not count")]
    public async Task It_does_nothing_without_the_mail_service_and_without_the_key(string azd, string expected)
    {
        Write("azd", azd);
        Write("az", "echo called");

        var (code, said) = await RunAsync();

        Assert.Equal((0, false), (code, said.Contains("called", Ordinal)));
        Assert.Contains(expected, said, Ordinal);
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task The_subscription_leads_to_the_gateway_with_the_key_of_the_vault()
    {
        var main = Path.Combine(Repository.Root, "infra", "email-events.bicep");
        var (output, diagnostics) = await BicepCompiler.RunAsync("build", main, "--stdout");
        Assert.Equal("", diagnostics);
        var deployment = JsonNode.Parse(output)!["resources"]!["subscription"]!["properties"]!;
        Assert.Equal("acs-key", deployment["parameters"]!["key"]!["reference"]!["secretName"]!.GetValue<string>());
        var made = deployment["template"]!["resources"]!.AsArray().Single()!["properties"]!;
        var url = made["destination"]!["properties"]!["endpointUrl"]!.GetValue<string>();
        Assert.Contains("/api/inbound/acs?key={1}", url, Ordinal);
        Assert.Equal("CloudEventSchemaV1_0", made["eventDeliverySchema"]!.GetValue<string>());
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private void Write(string name, string script)
    {
        var path = Path.Combine(_tools, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<(int Code, string Said)> RunAsync()
    {
        var start = new ProcessStartInfo("sh", ["eng/email-events"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = $"{_tools}:{Environment.GetEnvironmentVariable("PATH")}",
                ["POSTERN_PAUSE"] = "0",
            },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
