using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Core.Parsing;
using Postern.Core.People;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Tests.Parsing.Hostile;

/// <summary>Everything that the gateway reads of a mail, from its bytes to what is stored.</summary>
internal static class HostileReading
{
    private static readonly TagKeyRing Keys = new([new TagKey('0', new byte[32], DateTimeOffset.UnixEpoch)]);

    public static void Read(byte[] raw)
    {
        var mail = MailParser.Parse(raw);
        var facts = Facts with
        {
            IsOwnMail = OwnMail.Is(mail, Keys),
            AnswersNotice = OwnMail.AnswersNotice(mail, Keys),
        };
        _ = Router.Decide(mail, facts);
        _ = BodyMarker.Find(mail).ToList();
        using var stored = new StoredMail("a.eml", SpooledContent.Of(raw), facts.Received, facts.Origin);
        var content = MailContent.Of(mail, stored, Answer, facts);
        _ = mail.ReplyHtml;
        _ = MessageBodies.Of(content);
    }

    // Each mail answers a message that consists of what hostile mails repeat.
    private static readonly ThreadMessage Answered = new()
    {
        Key = "m1",
        Thread = new ThreadHead
        {
            Model = "helpdesk.ticket",
            Id = "1",
            Token = "0123456789ab",
            Subject = "a",
            Created = DateTimeOffset.UnixEpoch,
        },
        Time = new DateTimeOffset(2026, 11, 2, 10, 0, 0, TimeSpan.Zero),
        Kind = MessageKind.Note,
        Author = new MessageAuthor("a@b.example", "a", true),
        Text = string.Concat(Enumerable.Repeat("a a a\nx\na\nFrom: a\nSent from my a\n\n", 500)),
        MessageId = "1@mycompany.example",
    };

    private static readonly PostingPlan Answer = new()
    {
        Thread = Answered.Thread,
        Message = "m2",
        Time = Answered.Time,
        Author = new MessageAuthor("b@b.example", "b", true),
        MessageId = "2@mycompany.example",
    };

    private static readonly RoutingFacts Facts = new()
    {
        Configuration = new GatewayConfiguration
        {
            Parameters = new GatewayParameters(new Dictionary<string, string>()),
            OutgoingServers = [],
            IncomingServers = [],
            AliasDomains =
            [
                new AliasDomain
                {
                    Id = "main",
                    Name = "mycompany.example",
                    IsDefault = true,
                },
            ],
            Aliases =
            [
                new MailAlias
                {
                    Domain = "main",
                    LocalPart = "support",
                    Model = "helpdesk.ticket",
                },
            ],
            Models = new Dictionary<string, RecordModel>(),
            AllowedSenders = new HashSet<string>(),
        },
        Origin = new MailOrigin("http"),
        Received = new DateTimeOffset(2026, 11, 2, 10, 0, 0, TimeSpan.Zero),
        Sender = new SenderFacts(null, []),
        Clues = [new Clue(ClueKind.Tag, "a", Answered.Thread.Key)],
        Latest = [Answered],
    };
}
