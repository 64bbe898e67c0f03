using System.Text.Json.Nodes;
using Postern.Contracts;
using Postern.Core.Addresses;
using Postern.Core.Composing;
using Postern.Core.Keys;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Tests.Composing;

/// <summary>Notifications as they are composed, without storage.</summary>
internal static class Drafts
{
    public const string Stop = "https://mail.mycompany.example/api/follow/0123456789abcdefghij0123456789abcdefghij";
    public const string Link = "https://app.mycompany.example/tickets/4711";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private static readonly string Key = MessageKey.Create(Now, "0123456789a").Value;
    private static readonly TagKeyRing Keys = new([new TagKey('0', new byte[32], Now)]);
    private static readonly string Tag = ReplyTag.Write(Keys, "0123456789ab", "carl@customer.example");

    public static string ReplyTo { get; } = $"support+{Tag}@mycompany.example";

    public static MailDraft Of(
        string? text = "It burns.",
        string? html = null,
        string subject = "Printer on fire",
        string title = "Printer on fire",
        string author = "Anna Agent",
        MessageKind kind = MessageKind.Comment
    ) =>
        new()
        {
            Message = Message(title, subject, author, kind),
            Delivery = new MessageDelivery
            {
                Message = Key,
                Recipient = "carl@customer.example",
                Name = "Carl Customer",
                Changed = Now,
            },
            From = EmailAddress.TryCreate("notifications@mycompany.example", author, out var from)
                ? from
                : throw new ArgumentException("No From.", nameof(author)),
            ReplyTo = ReplyTo,
            Text = text,
            Html = html,
            Link = Link,
            Stop = Stop,
        };

    public static MailDraft With(this MailDraft draft, string name, string value) =>
        draft with
        {
            Message = draft.Message with
            {
                Thread = draft.Message.Thread with { Values = new JsonObject { [name] = value } },
            },
        };

    private static ThreadMessage Message(string title, string subject, string author, MessageKind kind) =>
        new()
        {
            Key = Key,
            Thread = new ThreadHead
            {
                Model = "helpdesk.ticket",
                Id = "4711",
                Token = "0123456789ab",
                Subject = title,
                Created = Now,
            },
            Time = Now,
            Kind = kind,
            Author = new MessageAuthor("agent@mycompany.example", author, true),
            Subject = subject,
            MessageId = "own@mycompany.example",
            References = ["first@client.example", "own@mycompany.example"],
            InReplyTo = "first@client.example",
        };
}
