using System.Text;
using MimeKit;
using MimeKit.Utils;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Reports.Reading;
using Postern.Core.Text;
using Postern.Core.Webhooks;

namespace Postern.Core.Parsing;

/// <summary>
/// Parses raw bytes as a mail. Never throws: if the bytes are not a mail, <see cref="IncomingMail.Problem"/> states
/// why.
/// </summary>
public static class MailParser
{
    // Longer than the Subject or From field of any person.
    private const int LongestLine = 1000;
    private const int MostNotes = 10;
    private const int LongestTextOfUnusable = 64 * 1024;

    private static readonly string[] RecipientFields = ["To", "Cc", "Resent-To", "Resent-Cc"];

    static MailParser() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>
    /// Parses the bytes. The result keeps using them: attachments are decoded from them when they are opened.
    /// </summary>
    /// <param name="raw">The bytes.</param>
    /// <param name="envelope">The SMTP envelope; null when it is not known.</param>
    /// <param name="cancellationToken">Ends the reading between two pieces of work.</param>
    public static IncomingMail Parse(
        ReadOnlyMemory<byte> raw,
        MailEnvelope? envelope = null,
        CancellationToken cancellationToken = default
    ) => Parse(raw, envelope, ReadingBudget.For(raw.Length, cancellationToken));

    internal static IncomingMail Parse(ReadOnlyMemory<byte> raw, MailEnvelope? envelope, ReadingBudget budget)
    {
        try
        {
            budget.Take(raw.Length);
            var mail = RawMail.Repair(raw);
            if (mail.IsEmpty)
                return Unusable(raw, "Header: the mail is empty.");
            if (RawMail.FindExcess(mail.Span) is { } excess)
                return Unusable(raw, excess);
            mail = RawMail.Unfold(RawMail.EndHeader(mail));
            var message = MimeTree.Load(mail, budget) ?? MimeTree.Load(RawMail.FromNextField(mail), budget);
            if (message is null)
                return Unusable(raw, "Header: no header field can be read at the beginning of the mail.");
            return Read(message, envelope, budget);
        }
        catch (UnreadableMailException e)
        {
            return Unusable(raw, e.Message);
        }
        // A mail that breaks the parser is stored with the reason instead of being lost or retried forever.
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            return Unusable(raw, $"Body: the mail cannot be parsed: {e.Message}");
        }
    }

    private static IncomingMail Unusable(ReadOnlyMemory<byte> raw, string problem)
    {
        var beginning = raw.Span[..Math.Min(raw.Length, LongestTextOfUnusable)];
        var mail = new IncomingMail
        {
            Message = new MimeMessage(headers: []),
            Text = PartText.Clean(TextDecoding.Decode(beginning, null)).Trim(),
            Problem = problem,
        };
        return MailFingerprint.AddTo(mail, ReadingBudget.Unlimited);
    }

    private static IncomingMail Read(MimeMessage message, MailEnvelope? envelope, ReadingBudget budget)
    {
        var charsets = MailCharsets.Of(message, budget);
        var fields = new MailFields(message.Headers, budget, charsets);
        var body = MailBody.Read(message, budget, charsets);
        var mail = WithEnvelope(WithBody(ReadHeader(message, fields, charsets), body), fields, envelope);
        mail = mail with { ReadingNotes = [.. body.Notes.Concat(charsets.Notes).Distinct().Take(MostNotes)] };
        var classified = AutomaticMailReader.Read(mail, fields);
        var read = WithReport(MailFingerprint.AddTo(classified, budget), budget);
        // A report is not posted on a thread.
        return read.Report is null ? read with { ReplyText = read.Split(budget) } : read;
    }

    private static IncomingMail ReadHeader(MimeMessage message, MailFields fields, MailCharsets charsets)
    {
        var author = MailAuthor.Read(message.Headers, charsets);
        return new()
        {
            Message = message,
            MessageId = MessageIds.Read(fields.Value("Message-ID")) is [var id, ..] ? id : null,
            From = author.Address,
            FromProblem = author.Problem,
            NamedFrom = author.Address ?? (fields.Addresses("From") is [var from, ..] ? from : null),
            FromText = fields.Has("From") ? Shown(string.Join(", ", fields.Values("From"))) : null,
            To = fields.Addresses("To"),
            Cc = fields.Addresses("Cc"),
            HeaderTo = fields.Addresses("To"),
            HeaderCc = fields.Addresses("Cc"),
            ReplyTo = fields.Addresses("Reply-To"),
            OriginalFrom = fields.Addresses("X-Original-From"),
            Sender = fields.Addresses("Sender") is [var sender, ..] ? sender : null,
            Lists = ListAddresses.Read(fields),
            Trace = TraceField.Read(fields),
            References = MessageIds.Read(string.Join(' ', fields.Values("References"))),
            InReplyTo = MessageIds.Read(string.Join(' ', fields.Values("In-Reply-To"))),
            Subject = Shown(fields.Value("Subject") ?? ""),
            Date = DateUtils.TryParse(fields.Value("Date") ?? "", out var date) ? date : null,
            ReceivedCount = fields.All("Received").Count,
            AuthenticationResults = fields.All("Authentication-Results").Select(MailFields.Unfolded).ToList(),
        };
    }

    private static string Shown(string line) => CutText.At(ShownText.Clean(line).Trim(), LongestLine);

    private static IncomingMail WithBody(IncomingMail mail, MailBody body) =>
        mail with
        {
            Text = body.Text,
            Words = body.Words,
            Html = body.Html,
            HasPlainText = body.HasPlainText,
            Attachments = body.Attachments,
        };

    private static IncomingMail WithEnvelope(IncomingMail mail, MailFields fields, MailEnvelope? envelope)
    {
        var recipients = fields.Addresses(RecipientFields).Concat(envelope?.RcptTo ?? []);
        var withRecipients = mail with
        {
            Recipients = recipients.DistinctBy(recipient => recipient.Address).ToList(),
            Reached = ReachedRecipients.Of(mail.Message, envelope),
        };
        if (envelope is { MailFromKnown: true })
            return withRecipients with { ReturnPath = envelope.MailFrom, NullReturnPath = envelope.MailFrom is null };
        return withRecipients with
        {
            ReturnPath = fields.Addresses("Return-Path") is [var path, ..] ? path : null,
            NullReturnPath = IsNull(fields.Value("Return-Path")),
        };
    }

    private static bool IsNull(string? returnPath) =>
        returnPath is not null && string.Concat(returnPath.Where(c => !char.IsWhiteSpace(c))) == "<>";

    private static IncomingMail WithReport(IncomingMail mail, ReadingBudget budget)
    {
        if ((SnsMail.Read(mail) ?? BounceReader.Read(mail, budget)) is not { } report)
            return mail;
        // The report reader is more reliable than the classification by header fields.
        var isKnown = mail.Automatic is { Kind: AutomaticMailKind.DeliveryReport };
        if (!report.IsDeliveryReport || isKnown)
            return mail with { Report = report };
        var automatic = new AutomaticMail(AutomaticMailKind.DeliveryReport, report.Evidence);
        return mail with { Report = report, Automatic = automatic, WeakSign = null };
    }
}
