namespace Postern.DevHost.Smtp;

/// <summary>
/// The envelope of the mail in progress, and the replies to the commands that build it (RFC 5321 section 3.3).
/// </summary>
internal sealed class SmtpTransaction(SmtpBehaviour behaviour)
{
    public const string BadSequence = "503 5.5.1 Wrong order of commands";
    public const string TooBig = "552 5.3.4 Too big";
    private const string BadParameter = "501 5.5.4 That argument cannot be read";

    /// <summary>The envelope so far; <c>null</c> before MAIL.</summary>
    public SmtpEnvelope? Envelope { get; private set; }

    public void Reset() => Envelope = null;

    public string Mail(string argument)
    {
        if (Envelope is not null)
        {
            return BadSequence;
        }

        if (SmtpPath.Parse(argument, "FROM:") is not { } path)
        {
            return BadParameter;
        }

        var envelope = new SmtpEnvelope(path.Address, path.Parameters, []);
        var unsupported = path.Parameters.Select(RefuseParameter).FirstOrDefault(reply => reply is not null);
        if ((unsupported ?? behaviour.RefuseSender?.Invoke(envelope)) is { } refusal)
        {
            return refusal;
        }

        Envelope = envelope;
        return "250 2.1.0 Sender taken";
    }

    public string Recipient(string argument)
    {
        if (Envelope is null)
        {
            return BadSequence;
        }

        if (SmtpPath.Parse(argument, "TO:") is not { Address.Length: > 0, Parameters.Count: 0 } path)
        {
            return BadParameter;
        }

        if (behaviour.RefuseRecipient?.Invoke(Envelope, path.Address) is { } refusal)
        {
            return refusal;
        }

        Envelope = Envelope with { Recipients = [.. Envelope.Recipients, path.Address] };
        return "250 2.1.5 Recipient taken";
    }

    private string? RefuseParameter(string parameter)
    {
        var (name, value) = parameter.Split('=', 2) is [var left, var right] ? (left, right) : (parameter, "");
        return name.ToUpperInvariant() switch
        {
            "SIZE" when !int.TryParse(value, out var size) || size > behaviour.MaxSize => TooBig,
            "SIZE" => null,
            "BODY" when Offers("8BITMIME") => null,
            "SMTPUTF8" when Offers("SMTPUTF8") => null,
            _ => $"555 5.5.4 Unknown parameter {name}",
        };
    }

    private bool Offers(string extension) => behaviour.Extensions.Contains(extension, StringComparer.OrdinalIgnoreCase);
}
