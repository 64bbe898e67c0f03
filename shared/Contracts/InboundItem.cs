using System.Buffers.Text;
using Postern.Mail;
using Postern.Threads;

namespace Postern.Contracts;

/// <summary>Queue <c>inbound-mail</c>: a mail to route, as the name of a blob in <c>mail-raw</c> or as base64 of its bytes.</summary>
public sealed record InboundItem : QueueContract
{
    private const int MimeLimit = 32 * 1024;

    /// <summary>Name of a blob in the container <c>mail-raw</c>.</summary>
    public string? Raw { get; init; }

    /// <summary>Base64 of the raw mail, at most 32 KiB of base64.</summary>
    public string? Mime { get; init; }

    /// <summary>Free text that the journal shows as the mail's source.</summary>
    public string? Source { get; init; }

    public EnvelopeItem? Envelope { get; init; }

    /// <summary>Model of the record made when nothing else takes the mail.</summary>
    public string? FallbackModel { get; init; }

    public override ContractProblem? FindProblem()
    {
        if (Raw is null == Mime is null) return new("raw", "give either raw or mime");
        if (Mime is not null && Mime.Length > MimeLimit) return new("mime", "is longer than 32 KiB; store the mail in the container mail-raw and give raw");
        if (Mime is not null && (Mime.Length == 0 || !Base64.IsValid(Mime))) return new("mime", "is not base64");
        if (Raw is { Length: 0 or > 1024 }) return new("raw", "must be the name of a blob");
        if (FallbackModel is not null && ThreadKey.FindModelProblem(FallbackModel) is { } problem) return new("fallbackModel", problem);
        return Envelope?.FindProblem();
    }
}

/// <summary>The SMTP envelope that a mail came with (RFC 5321 §2.3.1).</summary>
public sealed record EnvelopeItem
{
    /// <summary>MAIL FROM; empty for the null return path.</summary>
    public string? MailFrom { get; init; }

    /// <summary>Every RCPT TO.</summary>
    public IReadOnlyList<string>? RcptTo { get; init; }

    public ContractProblem? FindProblem()
    {
        if (MailFrom is { Length: > 0 } && !EmailAddress.TryParse(MailFrom, out _)) return new("envelope.mailFrom", "is not an e-mail address");
        return RcptTo?.FirstOrDefault(address => !EmailAddress.TryParse(address, out _)) is { } wrong
            ? new("envelope.rcptTo", $"'{wrong}' is not an e-mail address") : null;
    }
}
