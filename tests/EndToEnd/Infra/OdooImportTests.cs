using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Postern.Contracts.Http;
using Postern.Functions.Admin;
using Postern.Gateway.Editing;
using Postern.Gateway.Storage;
using Postern.Tests.DevHost;
using Postern.Tests.Support;

namespace Postern.Tests.Infra;

/// <summary><c>eng/odoo-import</c> against the program's own functions.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class OdooImportTests : IAsyncLifetime
{
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const string Password = "Hunter2-of-the-export";

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
        _host = await RunningHost.StartGatewayAsync([typeof(OdooImportFunctions)], settings);
        await _host.Services.GetRequiredService<GatewayStorage>().CreateMissingAsync(default);
        var request = new ApiKeyRequest { Name = "tests", Scope = ApiScope.Admin };
        _key = (await _host.Services.GetRequiredService<ApiKeyEditor>().CreateAsync(request, default)).Text;
        await WriteAsync(
            "Mail \"Server\" \\ (ir.mail_server).csv",
            $"Name,SMTP Server,Username,Password\nRelay,a.example,u,{Password}\n"
        );
        await WriteAsync("mail.blacklist.CSV", "Email Address\nno@customer.example\n");
        await WriteAsync("readme.txt", "no export");
    }

    public async Task DisposeAsync()
    {
        await _host!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_exports_of_a_folder_become_a_file_and_what_is_to_be_known_is_said_beside_it()
    {
        var (code, output, error) = await RunAsync(".");
        Assert.True(code == 0, error);
        Assert.StartsWith("# From Odoo: 1 outgoingServers, 2 parameters, 1 blacklist.\n", output, Ordinal);
        Assert.Contains("\n    password: env:SMTP_RELAY_PASSWORD\n", output, Ordinal);
        Assert.StartsWith("From Odoo: 1 outgoingServers", error, Ordinal);
        Assert.Contains("\nSet before it is written: SMTP_RELAY_PASSWORD.\n", error, Ordinal);
        Assert.DoesNotContain(Password, output + error, Ordinal);
    }

    [Fact]
    public async Task Single_files_are_taken_and_what_is_wrong_is_said()
    {
        var (code, output, _) = await RunAsync("mail.blacklist.CSV");
        Assert.Equal((0, true), (code, output.Contains("no@customer.example", Ordinal)));

        foreach (var (arguments, expected) in Wrong)
        {
            (code, output, var error) = await RunAsync(arguments);
            Assert.Equal((1, ""), (code, output));
            Assert.Contains(expected, error, Ordinal);
        }
        _key = "";
        Assert.Contains("set POSTERN_ADMIN_KEY", (await RunAsync(".")).Error, Ordinal);
    }

    private static (string[] Arguments, string Expected)[] Wrong =>
        [
            ([], "name a folder or files"),
            (["--part", "x", "."], "--part takes a number"),
            (["--part", "7", "mail.blacklist.CSV"], "must be a number from 1 to 1"),
            (["--other"], "there is no option --other"),
            (["none.csv"], "none.csv cannot be read"),
            (["readme.txt"], "'readme.txt' has no column that is known"),
        ];

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder, name), text);

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var script = Path.Combine(Repository.Root, "eng", "odoo-import");
        var start = new ProcessStartInfo("sh", [script, .. arguments])
        {
            WorkingDirectory = _folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["POSTERN_URL"] = _host!.Address.ToString(), ["POSTERN_ADMIN_KEY"] = _key },
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output, await error);
    }
}
