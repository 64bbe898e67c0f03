using System.Text;
using MailKit;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// Keeps the server's last reply and its last refusal. What the client sends is not kept, since it contains the
/// password.
/// </summary>
internal sealed class MailboxLog : IProtocolLogger
{
    private const int Longest = 300;

    // MailKit's tags are a letter and eight digits.
    private const int TagLength = 9;

    // A tag, a space and the longest command that matters, AUTHENTICATE.
    private const int CommandLength = TagLength + 14;
    private string _line = "";
    private bool _isGreeted;
    private string? _loginTag;

    public IAuthenticationSecretDetector? AuthenticationSecretDetector { get; set; }

    /// <summary>The server's last reply without IMAP's tag.</summary>
    public string Words => IsTagged(_line) ? _line[(TagLength + 1)..] : _line;

    /// <summary>IMAP's reply to the login; null with POP3.</summary>
    public string? Welcome { get; private set; }

    /// <summary>The reply by which the server refused the last command, or the connection; null without one.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Whether the server has ended the session, with <see cref="Refusal"/> as the reason.</summary>
    public bool HasEnded => Refusal is { } refusal && IsSaid(refusal, "* BYE");

    /// <summary>Whether the server has logged the connection in itself (PREAUTH, RFC 9051 §7.1.4).</summary>
    public bool IsPreauthenticated { get; private set; }

    public void LogConnect(Uri uri)
    {
        // The caller knows the address.
    }

    public void LogClient(byte[] buffer, int offset, int count)
    {
        if (!HasEnded)
            Refusal = null;
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
            _line = Cut(line);
        if (Array.FindLast(lines, IsRefusal) is { } refusal)
            Refusal = Cut(IsTagged(refusal) ? refusal[(TagLength + 1)..] : refusal);
        IsPreauthenticated |= !_isGreeted && lines is [var greeting, ..] && IsSaid(greeting, "* PREAUTH");
        _isGreeted = true;
    }

    private static string Cut(string line) => line.Length > Longest ? line[..Longest] : line;

    private static bool IsRefusal(string line)
    {
        var reply = IsTagged(line) ? line[(TagLength + 1)..] : line;
        return IsTagged(line)
            ? IsSaid(reply, "NO") || IsSaid(reply, "BAD")
            : IsSaid(reply, "* BYE") || IsSaid(reply, "-ERR");
    }

    private static bool IsSaid(string line, string status) =>
        line.StartsWith(status, StringComparison.OrdinalIgnoreCase)
        && (line.Length == status.Length || line[status.Length] == ' ');

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
