using System.Diagnostics;

namespace Postern.Tests.Servers;

/// <summary>
/// What a run of swaks, the SMTP test program, ended with: 0 = the mail was taken; the transcript has both sides of
/// the dialogue.
/// </summary>
public sealed record SwaksResult(int ExitCode, string Transcript);

/// <summary>Sends mail by swaks: a client that has nothing in common with the code under test.</summary>
public static class Swaks
{
    /// <summary>
    /// Sends a mail to a server on loopback, without TLS; further arguments as in its manual, for example
    /// <c>--header</c>, <c>--body</c>, <c>--data</c>.
    /// </summary>
    public static async Task<SwaksResult> SendAsync(int port, string from, string to, params string[] arguments)
    {
        string[] common =
        [
            "--server",
            $"{MailServers.Host}:{port}",
            "--helo",
            "client.test",
            "--from",
            from,
            "--to",
            to,
            "--timeout",
            "20",
        ];
        var start = new ProcessStartInfo("swaks", [.. common, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("swaks did not start.");
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new SwaksResult(process.ExitCode, await output + await errors);
    }
}
