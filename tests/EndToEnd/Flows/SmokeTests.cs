using System.Diagnostics;
using System.Globalization;
using Postern.Tests.Support;

namespace Postern.Tests.Flows;

/// <summary>
/// The script that proves a deployment, as far as it goes on the devhost: all of it but what only Azure's
/// management shows.
/// </summary>
[Collection(nameof(EndToEnd))]
[Trait("Speed", "Long")]
public sealed class SmokeTests
{
    [Fact]
    public async Task The_steps_of_a_first_deployment_hold_on_the_devhost()
    {
        var (storage, ports) = ((await Azurite.SharedAsync()).NewAccount(), FreePorts.Take(2));
        await using var devhost = SideProcess.Start(
            "sh",
            [
                "-c",
                "\"$@\" & host=$!; cat > /dev/null; kill -TERM $host; wait $host",
                "sh",
                "dotnet",
                Path.Combine(AppContext.BaseDirectory, "Postern.DevHost.dll"),
                "--port",
                Text(ports[0]),
                "--catch-mail",
                Text(ports[1]),
            ],
            AppContext.BaseDirectory,
            [.. Settings(storage, ports[1])]
        );

        var (code, output) = await RunAsync(storage, ports[0]);

        Assert.True(code == 0, $"{output}\n{devhost.Output}");
        Assert.Equal(9, output.Split('\n').Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
        Assert.DoesNotContain("Left out", output, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, string Value)> Settings(string storage, int smtp) =>
        [
            ("MailStorage", storage),
            ("AzureWebJobsStorage", storage),
            ("FetchSchedule", "* * * * * *"),
            ("HousekeepingSchedule", "* * * * * *"),
            ("DefaultServer__Host", "127.0.0.1"),
            ("DefaultServer__Port", Text(smtp)),
            ("DefaultServer__Security", "None"),
            ("DevHost__Keys__Master", "smoke-master"),
            ("AzureFunctionsJobHost__extensions__queues__maxPollingInterval", "00:00:00.5"),
        ];

    private static async Task<(int Code, string Output)> RunAsync(string storage, int port)
    {
        var start = new ProcessStartInfo("node", ["tests/smoke/smoke.mjs"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["POSTERN_URL"] = $"http://127.0.0.1:{port}";
        start.Environment["POSTERN_MASTER_KEY"] = "smoke-master";
        start.Environment["AZURE_STORAGE_CONNECTION_STRING"] = storage;
        start.Environment["POSTERN_SENDER"] = "smoke@mycompany.example";
        start.Environment["POSTERN_RECIPIENT"] = "ann@customer.example";
        start.Environment["POSTERN_PATIENCE"] = "60";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
