using System.Diagnostics;

namespace Postern.Bench;

/// <summary>Postfix's <c>smtp-source</c>: what a C program that does nothing else reaches over kept connections.</summary>
internal static class SmtpSource
{
    /// <summary>Mails a second.</summary>
    public static async Task<double> RunAsync(int port, int connections, BenchOptions options)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(
            new ProcessStartInfo(
                "smtp-source",
                [
                    "-d",
                    "-s",
                    $"{connections}",
                    "-m",
                    $"{options.Mails}",
                    "-l",
                    $"{options.Size}",
                    "-f",
                    Mail.From,
                    "-t",
                    Mail.To,
                    $"127.0.0.1:{port}",
                ]
            )
        )!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? options.Mails / watch.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"smtp-source ended with {process.ExitCode}.");
    }
}
