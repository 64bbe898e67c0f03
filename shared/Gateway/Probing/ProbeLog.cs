using System.Text;
using MailKit;

namespace Postern.Gateway.Probing;

/// <summary>Keeps what the server sends. What the client sends is not kept, since it contains the password.</summary>
internal sealed class ProbeLog : IProtocolLogger
{
    private const int MostCharacters = 64 << 10;
    private readonly StringBuilder _received = new();

    /// <summary>The first line of the server's greeting.</summary>
    public string? Greeting => Lines.FirstOrDefault();

    /// <summary>Whether a reply to EHLO contained this keyword.</summary>
    public bool Offered(string keyword) =>
        Lines.Any(line =>
            line.Length > 4
            && line.StartsWith("250", StringComparison.Ordinal)
            && line[4..].Trim().Equals(keyword, StringComparison.OrdinalIgnoreCase)
        );

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    private string[] Lines =>
        _received.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public void LogConnect(Uri uri)
    {
        // The caller knows the address.
    }

    public void LogClient(byte[] buffer, int offset, int count)
    {
        // Never kept: it contains the password.
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        if (_received.Length < MostCharacters)
            _received.Append(Encoding.UTF8.GetString(buffer, offset, count));
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
