using System.Text;
using MailKit;

namespace Postern.Gateway.Mailboxes.Testing;

/// <summary>Keeps the server's last reply. What the client sends is not kept, since it contains the password.</summary>
internal sealed class MailboxLog : IProtocolLogger
{
    private const int Longest = 300;

    // MailKit's tags are a letter and eight digits.
    private const int TagLength = 9;

    // A tag, a space and the longest command that matters, AUTHENTICATE.
    private const int CommandLength = TagLength + 14;
    private string _line = "";
    private string? _loginTag;

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>The server's last reply without IMAP's tag.</summary>
    public string Words => IsTagged(_line) ? _line[(TagLength + 1)..] : _line;

    /// <summary>IMAP's reply to the login; null with POP3.</summary>
    public string? Welcome { get; private set; }

    public void LogConnect(Uri uri)
    {
        // The caller knows the address.
    }

    public void LogClient(byte[] buffer, int offset, int count)
    {
        // Only the tag is kept.
        var start = Encoding.ASCII.GetString(buffer, offset, Math.Min(count, CommandLength));
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
            && Array.Find(lines, line => line.StartsWith(tag, StringComparison.Ordinal)) is { } reply
        )
            Welcome = reply[(TagLength + 1)..];
        if (lines.LastOrDefault(IsReply) is { } line)
            _line = line.Length > Longest ? line[..Longest] : line;
    }

    // Other lines are items of lists.
    private static bool IsReply(string line) =>
        line.StartsWith("+OK", StringComparison.Ordinal)
        || line.StartsWith("-ERR", StringComparison.Ordinal)
        || line.StartsWith("* OK", StringComparison.Ordinal)
        || IsTagged(line);

    private static bool IsTagged(string line) =>
        line.Length > TagLength + 1 && char.IsAsciiLetterUpper(line[0]) && line[1..TagLength].All(char.IsAsciiDigit);

    public void Dispose()
    {
        // Nothing is held.
    }
}
