using System.Diagnostics;
using System.Reflection;
using Microsoft.Extensions.Logging;

namespace Postern.DevHost.Instances;

/// <summary>
/// Runs this program several times, as the platform runs several instances. A process that is killed is replaced; one
/// that ends by itself ends all. The processes share only the storage.
/// </summary>
internal sealed partial class Supervisor(TimeProvider time, ILogger<Supervisor> logger)
{
    // Longer than the shutdown timeout of a child.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan PauseBeforeReplacement = TimeSpan.FromSeconds(1);

    // A process that was ended by a signal has the exit code 128 plus its number.
    private const int FirstSignalCode = 129;

    /// <returns>
    /// The exit code: 0 after <paramref name="stopping"/>, otherwise that of the process that ended by itself.
    /// </returns>
    public async Task<int> RunAsync(IReadOnlyList<ChildPlan> plans, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var children = plans.Select(plan => KeepRunningAsync(plan, ended.Token)).ToList();
        var code = await await Task.WhenAny(children);
        await ended.CancelAsync();
        await Task.WhenAll(children);
        return code;
    }

    private async Task<int> KeepRunningAsync(ChildPlan plan, CancellationToken stopping)
    {
        while (true)
        {
            var code = await RunOnceAsync(plan, stopping);
            if (code < FirstSignalCode || stopping.IsCancellationRequested)
            {
                return stopping.IsCancellationRequested ? 0 : code;
            }

            LogReplaced(plan.Name, code);
            await Task.Delay(PauseBeforeReplacement, time, stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<int> RunOnceAsync(ChildPlan plan, CancellationToken stopping)
    {
        using var child = Process.Start(StartInfo(plan.Arguments))!;
        LogStarted(plan.Name, child.Id);
        try
        {
            await child.WaitForExitAsync(stopping);
        }
        catch (OperationCanceledException)
        {
            await StopAsync(child);
        }

        return child.ExitCode;
    }

    private async Task StopAsync(Process child)
    {
        child.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience, time);
        try
        {
            await child.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            child.Kill(entireProcessTree: true);
            await child.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static ProcessStartInfo StartInfo(IReadOnlyList<string> arguments)
    {
        var program = Environment.ProcessPath!;
        var isDotnet = Path.GetFileNameWithoutExtension(program) == "dotnet";
        string[] assembly = isDotnet ? [Assembly.GetEntryAssembly()!.Location] : [];
        return new ProcessStartInfo(program, [.. assembly, .. arguments]) { RedirectStandardInput = true };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Instance {Name} is process {ProcessId}")]
    private partial void LogStarted(string name, int processId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Instance {Name} was killed ({ExitCode}) and is replaced")]
    private partial void LogReplaced(string name, int exitCode);
}
