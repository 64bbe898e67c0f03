using Postern.Contracts;
using Postern.Core.Keys;
using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Core.Erasing;

/// <summary>What remains of a thread's rows when a person is erased.</summary>
public static class ErasedMessages
{
    // Files that hold the mail as it came (see MailContent and MessageBodies).
    private static readonly string[] Originals = ["original_email.eml", "original.html"];

    /// <summary>
    /// A message of the person: that there was one, when, and of which kind. Its own Message-Id stays, so that answers to
    /// it still find the thread.
    /// </summary>
    public static ThreadMessage OfAuthor(ThreadMessage message, ErasedPerson person) =>
        WithoutContent(message) with
        {
            Author = new MessageAuthor(person.StandIn, ErasedPerson.Nobody, message.Author.Internal),
            SourceMessageId = null,
            Metadata = null,
            Forged = null,
            Spam = null,
        };

    /// <summary>A message of another, which names the person as one who has it.</summary>
    public static ThreadMessage OfAnother(ThreadMessage message, Redaction texts) =>
        (IsAnswerTo(message, texts) ? WithoutContent(message) : message) with
        {
            HaveIt = [.. message.HaveIt.Where(one => !texts.Finds(one))],
            Others = [.. message.Others.Where(one => !texts.Finds(one))],
        };

    /// <summary>
    /// A mail of another on a thread where the person wrote, without what it quotes; null where it quotes nothing that
    /// is known as a quote.
    /// </summary>
    public static ThreadMessage? WithoutQuotes(ThreadMessage message)
    {
        var files = message.Attachments.Where(file => !Originals.Contains(file.Name)).ToList();
        if (message.Mail is null || (message.NewText is null && files.Count == message.Attachments.Count))
            return null;
        return message with
        {
            Text = message.NewText ?? message.Text,
            NewText = null,
            Html = message.NewText is null ? message.Html : null,
            Attachments = files,
        };
    }

    /// <summary>The names of the blobs that a message names.</summary>
    public static IEnumerable<string> BlobsOf(ThreadMessage message) =>
        message
            .Attachments.Select(file => file.Blob)
            .Append(message.TextBlob)
            .Append(message.HtmlBlob)
            .OfType<string>()
            .Where(name => BlobName.TryParse(name, out var valid) && valid.IsOwn)
            .Distinct();

    /// <summary>A delivery to the person: what became of it, to nobody.</summary>
    public static MessageDelivery To(MessageDelivery delivery, ErasedPerson person, DateTimeOffset now) =>
        (IsUnsent(delivery) ? Skipped(delivery, "The recipient was erased.", now) : delivery) with
        {
            Recipient = person.StandIn,
            Name = ErasedPerson.Nobody,
            Report = delivery.Report is { } report ? Of(report, person) : null,
            Metadata = null,
        };

    /// <summary>Whether a delivery may still be sent.</summary>
    public static bool IsUnsent(MessageDelivery delivery) =>
        delivery.State
            is DeliveryState.Queued
                or DeliveryState.Waiting
                or DeliveryState.Sending
                or DeliveryState.Unknown;

    /// <summary>Whether a run is sending a delivery now.</summary>
    public static bool IsUnderWay(MessageDelivery delivery, DateTimeOffset now) =>
        delivery is { State: DeliveryState.Sending, LeasedUntil: { } until } && until > now;

    /// <summary>A delivery that is not sent any more.</summary>
    public static MessageDelivery Skipped(MessageDelivery delivery, string why, DateTimeOffset now) =>
        delivery with
        {
            State = DeliveryState.Skipped,
            Problem = null,
            Reply = why,
            LeasedUntil = null,
            NextAttempt = null,
            WaitsFor = null,
            WaitingSince = null,
            Changed = now,
        };

    // The gateway's own answers quote what they answer.
    private static bool IsAnswerTo(ThreadMessage message, Redaction texts) =>
        message.Outgoing is { Automatic: true } outgoing && outgoing.To.Any(texts.Finds);

    private static ThreadMessage WithoutContent(ThreadMessage message) =>
        message with
        {
            Subject = "",
            Text = null,
            Html = null,
            NewText = null,
            Signature = null,
            TextBlob = null,
            HtmlBlob = null,
            Attachments = [],
        };

    private static DeliveryReport Of(DeliveryReport report, ErasedPerson person) =>
        report with
        {
            Address = person.StandIn,
            Words = "",
        };
}
