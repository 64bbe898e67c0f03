using System.Text;
using MailKit;

namespace Postern.Gateway.Probing;

/// <summary>Listens to the server's half of a dialogue; the client's half, which has the password in it, is not kept.</summary>
internal sealed class ProbeLog : IProtocolLogger
{
    private const int Most = 64 << 10;
    private readonly StringBuilder _heard = new();

    /// <summary>What the server said first.</summary>
    public string? Greeting => Lines.FirstOrDefault();

    /// <summary>Whether a line of a reply to EHLO was this keyword.</summary>
    public bool Offered(string keyword) =>
        Lines.Any(line =>
            line.Length > 4
            && line.StartsWith("250", StringComparison.Ordinal)
            && line[4..].Trim().Equals(keyword, StringComparison.OrdinalIgnoreCase)
        );

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    private string[] Lines =>
        _heard.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public void LogConnect(Uri uri)
    {
        // The address is known already.
    }

    public void LogClient(byte[] buffer, int offset, int count)
    {
        // Never kept: it holds the password.
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        if (_heard.Length < Most)
            _heard.Append(Encoding.UTF8.GetString(buffer, offset, count));
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
