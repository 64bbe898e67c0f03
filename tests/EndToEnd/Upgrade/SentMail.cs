using System.Text;
using System.Text.Json;
using MimeKit;
using Postern.DevHost.Smtp;

namespace Postern.Tests.Upgrade;

/// <summary>A mail that the world has got.</summary>
internal sealed record SentMail(CaughtMail Caught)
{
    public MimeMessage Mime { get; } = MimeMessage.Load(new MemoryStream(Caught.Raw));

    public string Recipient => Caught.Envelope.Recipients.Single();

    public Copy Copy => new(Mime.MessageId!, Recipient);

    public Letter Letter => new(Recipient, Mime.Subject ?? "");

    /// <summary>Path below /api/ of the link that ends such mail (RFC 2369).</summary>
    public string EndingLink =>
        new Uri(Mime.Headers[HeaderId.ListUnsubscribe]!.Trim('<', '>', ' ')).AbsolutePath["/api/".Length..];

    public string Write() =>
        StoredLine.Write(writer =>
        {
            writer.WriteString("from", Caught.Envelope.From);
            writer.WriteString("to", Recipient);
            writer.WriteString("mail", Encoding.UTF8.GetString(Caught.Raw));
        });

    public static SentMail Read(JsonElement line)
    {
        string Member(string name) => line.GetProperty(name).GetString()!;
        var envelope = new SmtpEnvelope(Member("from"), [], [Member("to")]);
        return new SentMail(new CaughtMail("", envelope, default, Encoding.UTF8.GetBytes(Member("mail"))));
    }
}
