using System.Text;

namespace Postern.DevHost.Smtp;

/// <summary>One connection: commands in, replies out (RFC 5321 section 4.1).</summary>
internal sealed class SmtpSession(
    Stream stream,
    SmtpBehaviour behaviour,
    Func<SmtpEnvelope, byte[], CaughtMail> mail,
    Func<CaughtMail, Task> keep
)
{
    private const string BadSequence = "503 5.5.1 Wrong order of commands";
    private const string BadParameter = "501 5.5.4 That argument cannot be read";

    private readonly SmtpLineReader _reader = new(stream);
    private SmtpEnvelope? _envelope;

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
                _envelope = null;
                return "250 localhost";
            case "EHLO":
                _envelope = null;
                return Greeting();
            case "MAIL":
                return Mail(argument);
            case "RCPT":
                return Recipient(argument);
            case "RSET":
                _envelope = null;
                return "250 2.0.0 Forgotten";
            case "NOOP":
                return "250 2.0.0 Nothing done";
            case "QUIT":
                return "221 2.0.0 Goodbye";
            default:
                return "500 5.5.1 Unknown command";
        }
    }

    private string Greeting()
    {
        string[] lines = ["localhost", .. behaviour.Extensions, $"SIZE {behaviour.MaxSize}"];
        return string.Join(
            "\r\n",
            lines.Select((line, index) => $"250{(index == lines.Length - 1 ? ' ' : '-')}{line}")
        );
    }

    private string Mail(string argument)
    {
        if (_envelope is not null)
        {
            return BadSequence;
        }

        if (SmtpPath.Parse(argument, "FROM:") is not { } path)
        {
            return BadParameter;
        }

        var envelope = new SmtpEnvelope(path.Address, path.Parameters, []);
        var refusal =
            path.Parameters.Select(RefuseParameter).FirstOrDefault(reply => reply is not null)
            ?? behaviour.RefuseSender?.Invoke(envelope);
        _envelope = refusal is null ? envelope : null;
        return refusal ?? "250 2.1.0 Sender taken";
    }

    private string? RefuseParameter(string parameter)
    {
        var (name, value) = parameter.Split('=', 2) is [var left, var right] ? (left, right) : (parameter, "");
        return name.ToUpperInvariant() switch
        {
            "SIZE" when !int.TryParse(value, out var size) || size > behaviour.MaxSize => "552 5.3.4 Too big",
            "SIZE" => null,
            "BODY" when Offers("8BITMIME") => null,
            "SMTPUTF8" when Offers("SMTPUTF8") => null,
            _ => $"555 5.5.4 Unknown parameter {name}",
        };
    }

    private bool Offers(string extension) => behaviour.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase);

    private string Recipient(string argument)
    {
        if (_envelope is null)
        {
            return BadSequence;
        }

        if (SmtpPath.Parse(argument, "TO:") is not { Address.Length: > 0, Parameters.Count: 0 } path)
        {
            return BadParameter;
        }

        if (behaviour.RefuseRecipient?.Invoke(_envelope, path.Address) is { } refusal)
        {
            return refusal;
        }

        _envelope = _envelope with { Recipients = [.. _envelope.Recipients, path.Address] };
        return "250 2.1.5 Recipient taken";
    }

    private async Task<string?> DataAsync(CancellationToken ct)
    {
        if (_envelope is not { Recipients.Count: > 0 } envelope)
        {
            return BadSequence;
        }

        await ReplyAsync("354 End with a lone dot", ct);
        if (await _reader.ReadContentAsync(behaviour.MaxSize, ct) is not { } content)
        {
            return null;
        }

        _envelope = null;
        return content.Length > behaviour.MaxSize ? "552 5.3.4 Too big" : await AnswerAsync(mail(envelope, content));
    }

    private async Task<string?> AnswerAsync(CaughtMail caught)
    {
        var answer = behaviour.AnswerData?.Invoke(caught) ?? SmtpDataAnswer.Accept;
        if (answer.Keeps)
        {
            await keep(caught);
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
