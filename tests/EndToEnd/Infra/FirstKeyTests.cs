using System.Diagnostics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Postern.Functions.Admin;
using Postern.Gateway.Storage;
using Postern.Tests.DevHost;
using Postern.Tests.Support;

namespace Postern.Tests.Infra;

/// <summary>
/// <c>eng/first-key</c>, which azd runs after a deployment, and <c>eng/keys.mjs</c>, which <c>./run</c> runs, against the
/// program's own functions; scripts of their names stand for azd and az.
/// </summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed partial class FirstKeyTests : IAsyncLifetime
{
    private readonly string _tools = Directory.CreateTempSubdirectory().FullName;
    private RunningHost? _host;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?>
        {
            [GatewayStorage.ConnectionName] = (await Azurite.SharedAsync()).NewAccount(),
            ["DevHost:Keys:Master"] = "the master key",
        };
        _host = await RunningHost.StartGatewayAsync([typeof(KeyFunctions)], settings);
        await _host.Services.GetRequiredService<GatewayStorage>().CreateMissingAsync(default);
        await WriteAsync(
            "azd",
            $"case $3 in SERVICE_MAIL_URI) echo {_host.Address} ;; *) echo \"value of $3\" ;; esac"
        );
    }

    public async Task DisposeAsync()
    {
        await _host!.DisposeAsync();
        Directory.Delete(_tools, recursive: true);
    }

    [Fact]
    public async Task It_prints_a_key_once_and_another_only_when_it_is_told_so()
    {
        await WriteAsync("az", "echo 'the master key'");
        var (code, said) = await RunAsync();
        Assert.Equal(0, code);
        using var client = new HttpClient { BaseAddress = _host!.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", Key().Match(said).Value);
        Assert.Contains("\"admin\"", await client.GetStringAsync(new Uri("api/keys/me", UriKind.Relative)), Ordinal);

        var (again, nothing) = await RunAsync();
        Assert.Equal((0, false), (again, Key().IsMatch(nothing)));
        Assert.Contains("There is an administrator's key already", nothing, Ordinal);
        var (more, other) = await RunAsync("--again");
        Assert.Equal((0, true), (more, Key().IsMatch(other)));
        Assert.NotEqual(Key().Match(said).Value, Key().Match(other).Value);
    }

    [Fact]
    public async Task It_says_what_to_do_when_the_keys_of_the_host_cannot_be_listed_or_are_not_taken()
    {
        await WriteAsync("az", "exit 1");
        var (code, said) = await RunAsync();
        Assert.Equal((1, true), (code, said.Contains("run eng/first-key later", Ordinal)));
        await WriteAsync("az", "echo 'another key'");
        (code, said) = await RunAsync();
        Assert.Equal((1, true), (code, said.Contains("answered 401", Ordinal)));
    }

    [Fact]
    public async Task Run_makes_three_keys_once_and_new_ones_when_those_in_its_file_open_nothing()
    {
        var file = Path.Combine(_tools, "keys.env");
        var (code, made) = await RunAsync("node", ["eng/keys.mjs"], file);
        Assert.True(code == 0, made);
        Assert.Equal(
            ["POSTERN_ADMIN_KEY", "POSTERN_INTAKE_KEY", "POSTERN_READ_KEY"],
            made.Trim().Split('\n').Select(line => line.Split('=')[0])
        );
        Assert.Equal(3, Key().Count(made));

        await File.WriteAllTextAsync(file, $"DevHost__Keys__Master=x\n{made}");
        Assert.Equal((0, made), await RunAsync("node", ["eng/keys.mjs"], file));
        await File.WriteAllTextAsync(file, made.Replace("=pk_", "=pk_0", Ordinal));
        var (_, others) = await RunAsync("node", ["eng/keys.mjs"], file);
        Assert.Empty(
            Key().Matches(made).Select(key => key.Value).Intersect(Key().Matches(others).Select(key => key.Value))
        );
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    private async Task WriteAsync(string name, string script)
    {
        var path = Path.Combine(_tools, name);
        await File.WriteAllTextAsync(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private Task<(int Code, string Said)> RunAsync(params string[] arguments) =>
        RunAsync("sh", ["eng/first-key", .. arguments], "");

    private async Task<(int Code, string Said)> RunAsync(string program, string[] arguments, string file)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PATH"] = $"{_tools}:{Environment.GetEnvironmentVariable("PATH")}",
                ["POSTERN_PAUSE"] = "0",
                ["POSTERN_URL"] = _host!.Address.ToString().TrimEnd('/'),
                ["POSTERN_KEYS"] = file,
                ["DevHost__Keys__Master"] = "the master key",
            },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    [GeneratedRegex("pk_[0-9a-v]{16}_[0-9a-v]{58}")]
    private static partial Regex Key();
}
