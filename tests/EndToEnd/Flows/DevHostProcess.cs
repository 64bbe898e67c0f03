using System.Globalization;
using System.Text.RegularExpressions;
using Postern.Tests.Support;

namespace Postern.Tests.Flows;

/// <summary>
/// The devhost as a program of its own: a parent and its instances, which run every queue and timer function. It
/// ends with
/// this test process, however that ends.
/// </summary>
internal sealed partial class DevHostProcess : IAsyncDisposable
{
    private const string Functions =
        "FetchMail,FetchMailbox,Housekeeping,PostToThread,RouteInbound,SendBulk,SendOutbound";
    private readonly SideProcess _process;

    private DevHostProcess(SideProcess process) => _process = process;

    /// <summary>What it and its instances have printed.</summary>
    public string Output => _process.Output;

    /// <summary>Process ids of all instances that were started so far.</summary>
    public IReadOnlyList<int> Instances =>
        [
            .. InstanceLine()
                .Matches(Output)
                .Select(line => int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture)),
        ];

    /// <summary>Exit codes of the instances that were ended by a signal so far: 137 by a kill, 134 by an exception.</summary>
    public IReadOnlyList<int> ExitCodes =>
        [.. EndLine().Matches(Output).Select(line => int.Parse(line.Groups[1].Value, CultureInfo.InvariantCulture))];

    /// <summary>What an instance printed when it crashed; empty when none did.</summary>
    public string Crash => CrashLines().Match(Output).Value;

    /// <summary>Starts two instances, with further options and the settings of the app.</summary>
    public static DevHostProcess Start(IEnumerable<string> options, IEnumerable<(string Name, string Value)> settings)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "Postern.DevHost.dll");
        string[] arguments = [program, "--functions", Functions, "--instances", "2", .. options];
        return new DevHostProcess(
            SideProcess.StartSignalled("dotnet", arguments, AppContext.BaseDirectory, [.. settings])
        );
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    [GeneratedRegex(@"Instance listeners \d+ is process (\d+)")]
    private static partial Regex InstanceLine();

    [GeneratedRegex(@"Instance listeners \d+ was killed \((\d+)\)")]
    private static partial Regex EndLine();

    [GeneratedRegex(@"(?:Unhandled exception|Fatal error|Process terminated)(?:.*\n?){1,40}")]
    private static partial Regex CrashLines();
}
