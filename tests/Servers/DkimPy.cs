using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace Postern.Tests.Servers;

/// <summary>
/// Verifies signatures with Debian's <c>python3-dkim</c>: code that has nothing in common with what made them.
/// </summary>
public static class DkimPy
{
    // Not the python that a developer may have first in the path.
    private const string Python = "/usr/bin/python3";
    private const string Packages = "/usr/lib/python3/dist-packages";

    private const string Script = """
        import base64, dkim, json, sys
        def verdict(mail, records):
            find = lambda name, timeout=5: records.get(name.decode().rstrip('.'), '').encode() or None
            try:
                return 'pass' if dkim.DKIM(base64.b64decode(mail)).verify(dnsfunc=find) else 'fail'
            except Exception as error:
                return 'fail: %s' % error
        request = json.load(sys.stdin)
        json.dump([verdict(mail, request['records']) for mail in request['mails']], sys.stdout)
        """;

    /// <summary>Why it cannot be used; null when it can.</summary>
    public static string? Missing { get; } =
        Directory.Exists(Path.Combine(Packages, "dkim")) && Directory.Exists(Path.Combine(Packages, "nacl"))
            ? null
            : "Not installed: the Debian package(s) python3-dkim, python3-nacl.";

    /// <summary>The verdict on each mail: <c>pass</c>, or <c>fail</c> with the reason.</summary>
    /// <param name="mails">The mails as they were received.</param>
    /// <param name="records">The TXT records of the DNS by name.</param>
    /// <exception cref="SkipException">It is not installed: the test (a <c>SkippableFact</c>) is skipped.</exception>
    public static async Task<IReadOnlyList<string>> VerifyAsync(
        IEnumerable<byte[]> mails,
        IReadOnlyDictionary<string, string> records
    )
    {
        Skip.IfNot(Missing is null, Missing);
        var start = new ProcessStartInfo(Python, ["-c", Script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        using var process = Process.Start(start) ?? throw new InvalidOperationException("python3 did not start.");
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.StandardInput.WriteAsync(JsonSerializer.Serialize(new { mails, records }));
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(await errors);
        return JsonSerializer.Deserialize<List<string>>(await output)!;
    }
}
