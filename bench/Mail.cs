using MimeKit;

namespace Postern.Bench;

/// <summary>The mail that both programs send.</summary>
internal static class Mail
{
    public const string From = "ann@mycompany.example";
    public const string To = "carl@customer.example";

    /// <summary>A text mail whose body has about this many octets.</summary>
    public static MimeMessage Create(int size)
    {
        const string Line = "It burns, and the extinguisher is on the third floor, as always.\r\n";
        var text = string.Concat(Enumerable.Repeat(Line, Math.Max(1, size / Line.Length)));
        return new MimeMessage(
            [MailboxAddress.Parse(From)],
            [MailboxAddress.Parse(To)],
            "Printer on fire",
            new TextPart("plain") { Text = text }
        );
    }
}
