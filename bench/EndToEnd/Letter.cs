using MimeKit;
using Postern.Tests.Support;

namespace Postern.Bench.EndToEnd;

/// <summary>A mail to hand in.</summary>
/// <param name="Number">The number in its text.</param>
/// <param name="MessageId">Its Message-Id, by which the journal knows it.</param>
/// <param name="Raw">The mail (RFC 5322).</param>
internal sealed record Letter(int Number, string MessageId, byte[] Raw)
{
    public const string Domain = "mycompany.example";
    public const string Support = $"support@{Domain}";

    private const string Line = "It burns, and the extinguisher is on the third floor, as always.\n";

    /// <summary>A mail that makes a record. Every one has a sender of its own, since few of one may.</summary>
    public static Letter NewRecord(int number, int size) =>
        Of(number, size, Mails.New($"customer{number}@customer.example", Support, "Printer on fire"));

    /// <summary>A mail that makes a record, of a certain sender.</summary>
    public static Letter NewRecord(int number, int size, string sender) =>
        Of(number, size, Mails.New(sender, Support, "Printer on fire"));

    /// <summary>An answer to a notification, by who got it.</summary>
    public static Letter Reply(int number, int size, ReceivedMail notification)
    {
        var answered = new MimeMessage { MessageId = notification.MessageId, Subject = "The printer" };
        answered.ReplyTo.AddRange(InternetAddressList.Parse(notification.ReplyTo));
        answered.Body = new TextPart("plain") { Text = "Does it still burn?" };
        return Of(number, size, Mails.ReplyTo(answered, notification.Recipient, "Yes."));
    }

    private static Letter Of(int number, int size, MimeMessage mail)
    {
        mail.MessageId = $"bench-{number}@customer.example";
        var text = ((TextPart)mail.Body!).Text;
        var filling = string.Concat(Enumerable.Repeat(Line, Math.Max(1, size / Line.Length)));
        mail.Body = new TextPart("plain") { Text = $"{ReceivedMail.TagText(number)}\n{filling}\n{text}" };
        using var raw = new MemoryStream();
        mail.WriteTo(raw);
        return new Letter(number, mail.MessageId, raw.ToArray());
    }
}
