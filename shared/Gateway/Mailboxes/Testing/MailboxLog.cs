using System.Text;
using MailKit;

namespace Postern.Gateway.Mailboxes.Testing;

/// <summary>Keeps the server's last reply; the client's half of the dialogue, which has the password in it, is not kept.</summary>
internal sealed class MailboxLog : IProtocolLogger
{
    private const int Longest = 300;
    private const int TagLength = 9;
    private string _line = "";
    private string? _loginTag;

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>The server's last reply without IMAP's tag.</summary>
    public string Words => IsTagged(_line) ? _line[10..] : _line;

    /// <summary>IMAP's reply to the login: afterwards the client asks further things of its own.</summary>
    public string? Welcome { get; private set; }

    public void LogConnect(Uri uri)
    {
        // The address is known already.
    }

    public void LogClient(byte[] buffer, int offset, int count)
    {
        // Never kept, but for a tag: it holds the password.
        var start = Encoding.ASCII.GetString(buffer, offset, Math.Min(count, TagLength + 14));
        if (IsTagged(start) && start[(TagLength + 1)..].Split(' ')[0] is "LOGIN" or "AUTHENTICATE")
            _loginTag = start[..TagLength];
    }

    public void LogServer(byte[] buffer, int offset, int count)
    {
        var lines = Encoding
            .UTF8.GetString(buffer, offset, count)
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (
            _loginTag is { } tag
            && lines.FirstOrDefault(line => line.StartsWith(tag, StringComparison.Ordinal)) is { } welcome
        )
            Welcome = welcome[(TagLength + 1)..];
        if (lines.LastOrDefault(IsReply) is { } line)
            _line = line.Length > Longest ? line[..Longest] : line;
    }

    // What else there is are the items of lists.
    private static bool IsReply(string line) =>
        line.StartsWith("+OK", StringComparison.Ordinal)
        || line.StartsWith("-ERR", StringComparison.Ordinal)
        || line.StartsWith("* OK", StringComparison.Ordinal)
        || IsTagged(line);

    private static bool IsTagged(string line) =>
        line.Length > 10 && char.IsAsciiLetterUpper(line[0]) && line[1..9].All(char.IsAsciiDigit);

    public void Dispose()
    {
        // Nothing is held.
    }
}
