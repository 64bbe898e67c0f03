using System.Globalization;
using System.Text.RegularExpressions;
using Postern.Bench.EndToEnd;
using Postern.DevHost.Functions;
using Postern.Functions;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Console;

/// <summary>What a look at each screen costs, as docs/console.md says.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed partial class StorageCallsTests(ConsoleHost host, ITestOutputHelper output)
{
    [SkippableFact]
    public async Task A_screen_makes_no_more_calls_of_storage_than_the_documentation_says()
    {
        Skip.IfNot(ConsoleHost.Missing is null, ConsoleHost.Missing);
        await using var emulator = await Emulator.StartAsync();
        var (account, storage) = emulator.NewAccount();
        // Without the functions of queues and timers nothing else calls storage.
        var functions = FunctionCatalog.Read(typeof(RouteInbound).Assembly.GetTypes(), _ => "0 * * * * *", []);
        var answering = string.Join(',', functions.OfType<HttpFunction>().Select(function => function.Name));
        await using var server = await ConsoleServer.StartAsync(storage, "--functions", answering);
        await ConsoleData.SetUpAsync(server.Api);
        await using var window = await host.OpenAsync(server);
        await window.SignInAsync();

        var documented = Documented();
        Assert.Equal(ConsoleScreens.Names, documented.Keys.Order(StringComparer.Ordinal));
        foreach (var screen in ConsoleScreens.Names)
        {
            // What is read once and kept, such as the configuration, is there at the second visit.
            await window.VisitAsync(screen);
            var before = await emulator.CountAsync(account);
            await window.VisitAsync(screen);
            var calls = await emulator.CountAsync(account) - before;
            output.WriteLine($"{screen}: {calls.Calls.Values.Sum()} ({string.Join(", ", calls.Calls.Keys)})");
            Assert.True(calls.Calls.Values.Sum() <= documented[screen], screen);
        }
    }

    private static Dictionary<string, int> Documented() =>
        Row()
            .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "console.md")))
            .ToDictionary(
                row => row.Groups[1].Value,
                row => int.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture)
            );

    [GeneratedRegex(@"^\| `([a-z]+)` \|.*\| (\d+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
