using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts.Http;
using Postern.Functions.Admin;
using Postern.Gateway.Editing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Tests.DevHost;
using Postern.Tests.Support;

namespace Postern.Tests.Infra;

/// <summary>
/// <c>eng/configure</c>, which azd runs after a deployment and <c>./run --config</c> after the start, against the
/// program's own functions.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class ConfigureTests : IAsyncLifetime
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private const string Desk = """
        aliasDomains: {main: {name: example.com, isDefault: true}}
        outgoingServers:
          # The variable env:NOT_THERE is of no use.
          smtp: {name: Relay, host: smtp.example.com, userName: u, password: "env:SMTP_PASSWORD"}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private RunningHost? _host;
    private string? _key;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            [GatewayStorage.ConnectionName] = (await Azurite.SharedAsync()).NewAccount(),
            ["DevHost:Keys:Master"] = "the master key",
        };
        _host = await RunningHost.StartGatewayAsync([typeof(ConfigurationFunctions)], settings);
        await _host.Services.GetRequiredService<GatewayStorage>().CreateMissingAsync(default);
        var request = new ApiKeyRequest { Name = "tests", Scope = ApiScope.Admin };
        _key = (await _host.Services.GetRequiredService<ApiKeyEditor>().CreateAsync(request, default)).Text;
        await File.WriteAllTextAsync(Path.Combine(_folder, "desk.yaml"), Desk);
    }

    public async Task DisposeAsync()
    {
        await _host!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_plans_and_writes_a_file_with_the_variables_that_this_names()
    {
        var changes = "+ alias domain main\n+ outgoing server smtp: password is set\n";
        Assert.Equal((0, changes), await RunAsync("--plan", "desk.yaml"));
        Assert.Equal((0, changes), await RunAsync("desk.yaml"));
        var secrets = _host!.Services.GetRequiredService<ISecretStore>();
        Assert.Equal(
            "it's \"secret\" & <long>;x",
            await secrets.GetAsync(SecretNames.OutgoingPassword("smtp"), default)
        );

        Assert.Equal((0, "desk.yaml changes nothing.\n"), await RunAsync("desk.yaml"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "less.json"), """{"outgoingServers": {}}""");
        var (code, said) = await RunAsync("--prune", "less.json");
        Assert.Equal((0, true), (code, said.Contains("- outgoing server smtp\n", Ordinal)));
    }

    [Fact]
    public async Task It_says_what_is_wrong_with_a_file_and_fails()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "wrong.yaml"), "alias: {}\n");
        var (code, said) = await RunAsync("wrong.yaml");
        Assert.Equal(
            (1, true),
            (code, said.Contains("error: 1:1: alias is not known here; the nearest is 'aliases'", Ordinal))
        );
        Assert.Equal(1, (await RunAsync("none.yaml")).Code);
    }

    [Fact]
    public async Task Without_a_file_or_a_key_it_says_so_and_goes_on()
    {
        var (code, said) = await RunAsync();
        Assert.Equal((0, true), (code, said.StartsWith("There is no postern.yaml", Ordinal)));
        _key = "";
        (code, said) = await RunAsync("desk.yaml");
        Assert.Equal((0, true), (code, said.StartsWith("POSTERN_ADMIN_KEY is not set", Ordinal)));
    }

    private async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        var script = Path.Combine(Repository.Root, "eng", "configure");
        var start = new ProcessStartInfo("sh", [script, .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["POSTERN_PAUSE"] = "0",
                ["POSTERN_URL"] = _host!.Address.ToString(),
                ["POSTERN_ADMIN_KEY"] = _key,
                ["SMTP_PASSWORD"] = "it's \"secret\" & <long>;x",
            },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
