using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts.Http;
using Postern.Functions.Admin;
using Postern.Gateway.Editing;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Tests.DevHost;
using Postern.Tests.Support;

namespace Postern.Tests.Infra;

/// <summary>
/// <c>eng/drain</c> and <c>eng/after-deploy</c>, which azd runs around a deployment, against the program's own functions;
/// scripts of their names stand for azd and az.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class DrainHookTests : IAsyncLifetime
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private readonly string _tools = Directory.CreateTempSubdirectory().FullName;
    private RunningHost? _host;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            [GatewayStorage.ConnectionName] = (await Azurite.SharedAsync()).NewAccount(),
            ["DevHost:Keys:Master"] = "the master key",
        };
        _host = await RunningHost.StartGatewayAsync([typeof(KeyFunctions), typeof(DrainFunctions)], settings);
        await _host.Services.GetRequiredService<GatewayStorage>().CreateMissingAsync(default);
        await WriteAsync(
            "azd",
            $"case $3 in SERVICE_MAIL_URI) echo {_host.Address} ;; *) echo \"value of $3\" ;; esac"
        );
        await WriteAsync("az", "echo 'the master key'");
    }

    public async Task DisposeAsync()
    {
        await _host!.DisposeAsync();
        Directory.Delete(_tools, recursive: true);
    }

    [Fact]
    [Trait("Speed", "Long")]
    public async Task It_waits_until_the_gateway_is_quiet_and_leaves_no_key_behind()
    {
        var (code, said) = await RunAsync("eng/drain on", pause: "1");
        Assert.Equal((0, "drain: nothing is fetched, routed or sent any more.\n"), (code, said));
        Assert.True(await DrainsAsync());

        (code, said) = await RunAsync("eng/after-deploy");
        Assert.True(code == 0, said);
        Assert.StartsWith("drain: the gateway works again.\nThe administrator's key", said, Ordinal);
        Assert.False(await DrainsAsync());
        // The one that was printed.
        var keys = await _host!.Services.GetRequiredService<ApiKeyEditor>().ListAsync(default);
        Assert.Equal((3, 2), (keys.Count, keys.Count(key => key.Revoked is not null)));
    }

    [Fact]
    public async Task A_given_key_is_used_and_what_goes_wrong_is_said()
    {
        await WriteAsync("az", "exit 1");
        var (code, said) = await RunAsync("eng/drain on");
        Assert.Equal((1, true), (code, said.Contains("no POSTERN_ADMIN_KEY", Ordinal)));
        (code, said) = await RunAsync("eng/drain on", key: "pk_wrong");
        Assert.Equal((1, true), (code, said.Contains("answered 401; the deployment goes on", Ordinal)));
        Assert.False(await DrainsAsync());

        var key = await _host!.MakeKeyAsync(ApiScope.Admin);
        (code, said) = await RunAsync("eng/drain on", key, patience: "0");
        Assert.Equal((1, true), (code, said.Contains("runs still work after 0 seconds", Ordinal)));
        Assert.True(await DrainsAsync());
        (code, said) = await RunAsync("eng/drain off", key);
        Assert.Equal((0, "drain: the gateway works again.\n"), (code, said));
        Assert.False(await DrainsAsync());
    }

    private async Task<bool> DrainsAsync()
    {
        var source = _host!.Services.GetRequiredService<GatewayConfigurationSource>();
        return (await source.GetLatestAsync(default)).DrainsAt(DateTimeOffset.UtcNow);
    }

    private async Task WriteAsync(string name, string script)
    {
        var path = Path.Combine(_tools, name);
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private async Task<(int Code, string Said)> RunAsync(
        string command,
        string key = "",
        string pause = "0",
        string patience = "60"
    )
    {
        var start = new ProcessStartInfo("sh", command.Split(' '))
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = $"{_tools}:{Environment.GetEnvironmentVariable("PATH")}",
                ["POSTERN_PAUSE"] = pause,
                ["POSTERN_DRAIN_SECONDS"] = patience,
                ["POSTERN_ADMIN_KEY"] = key,
            },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }
}
