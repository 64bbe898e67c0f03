using System.Diagnostics;

namespace Postern.Bench;

/// <summary>Postfix's <c>smtp-source</c>, a load generator in C, as the reference for kept connections.</summary>
internal static class SmtpSource
{
    public static async Task<Measured> RunAsync(int port, int connections, BenchOptions options)
    {
        var (watch, before) = (Stopwatch.StartNew(), ChildTime.Now());
        string[] load = ["-s", $"{connections}", "-m", $"{options.Mails}", "-l", $"{options.Size}"];
        string[] envelope = ["-f", Mail.From, "-t", Mail.To];
        string[] arguments = ["-d", .. load, .. envelope, $"127.0.0.1:{port}"];
        using var process = Process.Start(new ProcessStartInfo("smtp-source", arguments))!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? Measured.Of(options.Mails, watch.Elapsed, ChildTime.Now() - before)
            : throw new InvalidOperationException($"smtp-source ended with {process.ExitCode}.");
    }
}
