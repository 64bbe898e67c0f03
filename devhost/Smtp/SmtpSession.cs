using System.Text;

namespace Postern.DevHost.Smtp;

/// <summary>Serves one connection: reads commands and content, writes replies (RFC 5321 section 4.1).</summary>
/// <param name="stream">The connection.</param>
/// <param name="behaviour">How the catcher replies.</param>
/// <param name="mail">Creates a mail from its envelope and content.</param>
/// <param name="keep">Stores an accepted mail.</param>
/// <param name="time">The clock by which a late reply waits.</param>
internal sealed class SmtpSession(
    Stream stream,
    SmtpBehaviour behaviour,
    Func<SmtpEnvelope, byte[], CaughtMail> mail,
    Func<CaughtMail, Task> keep,
    TimeProvider time
)
{
    private readonly SmtpLineReader _reader = new(stream);
    private readonly SmtpTransaction _transaction = new(behaviour);

    /// <summary>Serves the connection until either side ends it.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var refusal = behaviour.RefuseConnection?.Invoke();
        await ReplyAsync(refusal ?? "220 localhost Postern catches mail", ct);
        while (refusal is null && await _reader.ReadCommandAsync(ct) is { } line)
        {
            var (command, argument) = Split(Encoding.UTF8.GetString(line));
            var reply = command == "DATA" ? await DataAsync(ct) : Answer(command, argument);
            if (reply is null)
            {
                return;
            }

            await ReplyAsync(reply, ct);
            if (command == "QUIT")
            {
                return;
            }
        }
    }

    private string Answer(string command, string argument)
    {
        switch (command)
        {
            case "HELO":
                _transaction.Reset();
                return "250 localhost";
            case "EHLO":
                _transaction.Reset();
                return Extensions();
            case "MAIL":
                return _transaction.Mail(argument);
            case "RCPT":
                return _transaction.Recipient(argument);
            case "RSET":
                _transaction.Reset();
                return "250 2.0.0 Forgotten";
            case "NOOP":
                return "250 2.0.0 Nothing done";
            case "QUIT":
                return "221 2.0.0 Goodbye";
            default:
                return "500 5.5.1 Unknown command";
        }
    }

    private string Extensions()
    {
        string[] lines = ["localhost", .. behaviour.Extensions];
        return string.Concat(lines.Select(line => $"250-{line}\r\n")) + $"250 SIZE {behaviour.MaxSize}";
    }

    // Null drops the connection.
    private async Task<string?> DataAsync(CancellationToken ct)
    {
        if (_transaction.Envelope is not { Recipients.Count: > 0 } envelope)
        {
            return SmtpTransaction.BadSequence;
        }

        await ReplyAsync("354 End with a lone dot", ct);
        if (await _reader.ReadContentAsync(behaviour.MaxSize, ct) is not { } content)
        {
            return null;
        }

        _transaction.Reset();
        return content.Length > behaviour.MaxSize
            ? SmtpTransaction.TooBig
            : await AnswerAsync(mail(envelope, content), ct);
    }

    private async Task<string?> AnswerAsync(CaughtMail caught, CancellationToken ct)
    {
        var answer = behaviour.AnswerData?.Invoke(caught) ?? SmtpDataAnswer.Accept;
        if (answer.Keeps)
        {
            await keep(caught);
        }

        if (answer.After > TimeSpan.Zero)
        {
            await Task.Delay(answer.After, time, ct);
        }

        return answer.Reply;
    }

    private static (string Command, string Argument) Split(string line) =>
        line.Split(' ', 2) is [var command, var argument]
            ? (command.ToUpperInvariant(), argument)
            : (line.ToUpperInvariant(), "");

    private async Task ReplyAsync(string reply, CancellationToken ct) =>
        await stream.WriteAsync(Encoding.UTF8.GetBytes(reply + "\r\n"), ct);
}
