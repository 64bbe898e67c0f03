using System.Text;
using MimeKit;
using MimeKit.Utils;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Reports;
using Postern.Core.Reports.Reading;
using Postern.Core.Text;

namespace Postern.Core.Parsing;

/// <summary>
/// Reads raw bytes as a mail. Never throws, whatever the bytes are: what is no mail says so in <see cref="IncomingMail.Problem"/>.
/// </summary>
public static class MailParser
{
    // More than a subject line or a From field of a person has.
    private const int LongestLine = 1000;

    private static readonly ParserOptions Options = new() { MaxMimeDepth = 50 };

    static MailParser() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Reads the bytes, which the result goes on using: attachments are decoded from there when they are opened.</summary>
    public static IncomingMail Parse(ReadOnlyMemory<byte> raw, MailEnvelope? envelope = null)
    {
        try
        {
            var mail = RawMail.Repair(raw);
            if (mail.IsEmpty)
                return Unusable(raw, "Header: the mail is empty.");
            if (RawMail.HasOversizedField(mail.Span))
                return Unusable(raw, "Header: a field is too large to be read.");
            var message = Load(mail) ?? Load(RawMail.FromNextField(mail));
            if (message is null)
                return Unusable(raw, "Header: no header field can be read at the beginning of the mail.");
            return Read(message, envelope);
        }
        // The last line of defence: a mail that breaks the parser is kept with the reason, never lost or retried for ever.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Unusable(raw, $"Body: the mail cannot be parsed: {e.Message}");
        }
    }

    private static MimeMessage? Load(ReadOnlyMemory<byte> mail)
    {
        if (mail.IsEmpty)
            return null;
        try
        {
            return MimeMessage.Load(Options, BinaryData.FromBytes(mail).ToStream(), persistent: true);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static IncomingMail Unusable(ReadOnlyMemory<byte> raw, string problem)
    {
        var text = PartText.Clean(TextDecoding.Decode(raw.Span[..Math.Min(raw.Length, 64 * 1024)], null)).Trim();
        var mail = new IncomingMail
        {
            Message = new MimeMessage(headers: []),
            Text = text,
            Problem = problem,
        };
        return mail with { Fingerprint = MailFingerprint.Of(mail) };
    }

    private static IncomingMail Read(MimeMessage message, MailEnvelope? envelope)
    {
        var fields = new MailFields(message.Headers);
        var body = MailBody.Read(message);
        var mail = new IncomingMail
        {
            Message = message,
            MessageId = MessageIds.Read(fields.Value("Message-ID")) is [var id, ..] ? id : null,
            From = fields.Addresses("From") is [var from, ..] ? from : null,
            FromText = fields.Has("From") ? CutText.At(string.Join(", ", fields.Values("From")), LongestLine) : null,
            To = fields.Addresses("To", "Delivered-To"),
            Cc = fields.Addresses("Cc"),
            HeaderTo = fields.Addresses("To"),
            HeaderCc = fields.Addresses("Cc"),
            ReplyTo = fields.Addresses("Reply-To"),
            References = MessageIds.Read(string.Join(' ', fields.Values("References"))),
            InReplyTo = MessageIds.Read(string.Join(' ', fields.Values("In-Reply-To"))),
            Subject = CutText.At(fields.Value("Subject") ?? "", LongestLine),
            Date = DateUtils.TryParse(fields.Value("Date") ?? "", out var date) ? date : null,
            Text = body.Text,
            Html = body.Html,
            HasPlainText = body.HasPlainText,
            Attachments = body.Attachments,
            ReceivedCount = fields.All("Received").Count,
            AuthenticationResults = fields.Values("Authentication-Results").ToList(),
        };
        mail = WithEnvelope(mail, fields, envelope);
        mail = mail with { Automatic = AutomaticMailReader.Read(mail, fields), Fingerprint = MailFingerprint.Of(mail) };
        return BounceReader.Read(mail) is { } report ? WithReport(mail, report) : mail;
    }

    // One notion of what a delivery report is: who asks what automatic mail it is gets the reader's answer.
    private static IncomingMail WithReport(IncomingMail mail, BounceReport report) =>
        mail with
        {
            Report = report,
            Automatic =
                report.IsDeliveryReport && mail.Automatic is not { Kind: AutomaticMailKind.DeliveryReport }
                    ? new(AutomaticMailKind.DeliveryReport, report.Evidence)
                    : mail.Automatic,
        };

    private static IncomingMail WithEnvelope(IncomingMail mail, MailFields fields, MailEnvelope? envelope)
    {
        var named = fields.Addresses(
            "To",
            "Cc",
            "Resent-To",
            "Resent-Cc",
            "Delivered-To",
            "X-Original-To",
            "Envelope-To"
        );
        var known = envelope is { MailFromKnown: true };
        return mail with
        {
            Recipients = named.Concat(envelope?.RcptTo ?? []).DistinctBy(a => a.Address).ToList(),
            ReturnPath =
                known ? envelope!.MailFrom
                : fields.Addresses("Return-Path") is [var path, ..] ? path
                : null,
            NullReturnPath = known ? envelope!.MailFrom is null : IsNull(fields.Value("Return-Path")),
        };
    }

    private static bool IsNull(string? returnPath) =>
        returnPath is not null && string.Concat(returnPath.Where(c => !char.IsWhiteSpace(c))) == "<>";
}
