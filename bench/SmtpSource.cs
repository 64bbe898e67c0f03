using System.Diagnostics;

namespace Postern.Bench;

/// <summary>Postfix's <c>smtp-source</c>, a load generator in C, as the reference for kept connections.</summary>
internal static class SmtpSource
{
    /// <summary>Returns the mails per second.</summary>
    public static async Task<double> RunAsync(int port, int connections, BenchOptions options)
    {
        var watch = Stopwatch.StartNew();
        string[] load = ["-s", $"{connections}", "-m", $"{options.Mails}", "-l", $"{options.Size}"];
        string[] envelope = ["-f", Mail.From, "-t", Mail.To];
        string[] arguments = ["-d", .. load, .. envelope, $"127.0.0.1:{port}"];
        using var process = Process.Start(new ProcessStartInfo("smtp-source", arguments))!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? options.Mails / watch.Elapsed.TotalSeconds
            : throw new InvalidOperationException($"smtp-source ended with {process.ExitCode}.");
    }
}
