using BenchmarkDotNet.Attributes;
using MimeKit;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Composing;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Limits;
using Postern.Core.Mail;
using Postern.Core.Parsing;
using Postern.Core.People;
using Postern.Core.Replies;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Core.Sending;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Bench.Pure;

/// <summary>What the gateway calculates for a mail, without storage and network.</summary>
[MemoryDiagnoser]
public class PureWork
{
    private const int MailSize = 4300;
    private const int Aliases = 200;
    private const int Earlier = 5;
    private const string Domain = "mycompany.example";
    private const string Line =
        "It burns, and the extinguisher is on the third floor, as always, behind the green door.";
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);
    private static readonly TagKeyRing Keys = new([new TagKey('0', new byte[32], Now)]);
    private static readonly Dictionary<string, ServerHealth> Health = [];

    private readonly byte[] _raw = Raw();
    private readonly string _reply = Reply();
    private readonly RoutingFacts _facts = new()
    {
        Configuration = Configuration(servers: 1),
        Origin = new MailOrigin("http"),
        Received = Now,
        Sender = new SenderFacts(null, []),
    };
    private readonly GatewayConfiguration _oneServer = Configuration(servers: 1);
    private readonly GatewayConfiguration _manyServers = Configuration(servers: 200);
    private readonly ThreadMessage _message = Message();
    private readonly MessageDelivery _delivery = new()
    {
        Message = MessageKey.Create(Now, "0123456789a").Value,
        Recipient = "carl@customer.example",
        Name = "Carl Customer",
        Changed = Now,
    };
    private readonly IncomingMail _parsed = MailParser.Parse(Raw());
    private readonly IncomingMail _answer = MailParser.Parse(Answer());
    private readonly PostingPlan _posting = Posting();
    private readonly RoutingFacts _answered = new()
    {
        Configuration = Configuration(servers: 1),
        Origin = new MailOrigin("http"),
        Received = Now,
        Sender = new SenderFacts(null, []),
        Clues = [new Clue(ClueKind.References, $"own@{Domain}", Message().Thread.Key)],
        Latest = [.. Enumerable.Range(0, Earlier).Select(EarlierMessage)],
    };

    [Benchmark(Description = "parse a mail of 4.8 KB")]
    public object Parse() => MailParser.Parse(_raw);

    [Benchmark(Description = "decide where it goes, 200 aliases")]
    public object Decide() => Router.Decide(_parsed, _facts);

    [Benchmark(Description = "compose a notification")]
    public object Compose()
    {
        using var draft = new MailDraft
        {
            Message = _message,
            Delivery = _delivery,
            From = EmailAddress.Parse($"Anna Agent <notifications@{Domain}>"),
            ReplyTo = $"support@{Domain}",
            Text = "It burns.",
        };
        return NotificationComposer.Compose(draft);
    }

    [Benchmark(Description = "divide a reply of 60 lines")]
    public object DivideReply() => ReplyText.FromText(_reply);

    [Benchmark(Description = "find what a reply quotes of 5 messages")]
    public object FindQuoted() => ShownMail.Of(_answer, _posting, _answered);

    [Benchmark(Description = "select a server, 1 server")]
    public object SelectOfOne() => OutboundPlanner.Decide(_message, _delivery, _oneServer, Health, Keys, Now);

    [Benchmark(Description = "select a server, 200 servers")]
    public object SelectOfMany() => OutboundPlanner.Decide(_message, _delivery, _manyServers, Health, Keys, Now);

    private static byte[] Raw()
    {
        var mail = Mail.Create(MailSize);
        mail.To.Clear();
        mail.To.Add(MailboxAddress.Parse($"alias7@{Domain}"));
        using var raw = new MemoryStream();
        mail.WriteTo(raw);
        return raw.ToArray();
    }

    private static string Reply()
    {
        var answer = Enumerable.Repeat("The extinguisher is on the third floor, as always.", 20);
        var quoted = Enumerable.Repeat("> It burns, and nobody is there to help.", 38);
        const string Introduction = "On Mon, 2 Nov 2026 at 10:00, Anna Agent <agent@mycompany.example> wrote:";
        return string.Join('\n', [.. answer, "", Introduction, .. quoted]);
    }

    private static byte[] Answer()
    {
        var quoted = Body(0).Split('\n').Select(line => $"> {line}");
        var mail = Mail.Create(MailSize);
        mail.Body = new TextPart("plain")
        {
            Text = string.Join("\n", [Body(Earlier), "", $"On {Now:f}, Anna Agent <agent@{Domain}> wrote:", .. quoted]),
        };
        using var raw = new MemoryStream();
        mail.WriteTo(raw);
        return raw.ToArray();
    }

    // Every line of every message is another.
    private static string Body(int message) =>
        string.Join('\n', Enumerable.Range(0, 40).Select(line => $"{Line} It is {(40 * message) + line} so far."));

    private static ThreadMessage EarlierMessage(int number) =>
        Message() with
        {
            Key = MessageKey.Create(Now.AddDays(-number), "0123456789a").Value,
            Text = Body(number),
        };

    private static PostingPlan Posting() =>
        new()
        {
            Thread = Message().Thread,
            Message = MessageKey.Create(Now, "0123456789b").Value,
            Time = Now,
            Author = new MessageAuthor("carl@customer.example", "Carl Customer", false),
            MessageId = "answer@customer.example",
        };

    private static ThreadMessage Message() =>
        new()
        {
            Key = MessageKey.Create(Now, "0123456789a").Value,
            Thread = new ThreadHead
            {
                Model = "helpdesk.ticket",
                Id = "4711",
                Token = "0123456789ab",
                Subject = "Printer on fire",
                Created = Now,
            },
            Time = Now,
            Author = new MessageAuthor($"agent@{Domain}", "Anna Agent", true),
            Subject = "Printer on fire",
            MessageId = $"own@{Domain}",
            References = ["first@client.example", $"own@{Domain}"],
            InReplyTo = "first@client.example",
        };

    private static GatewayConfiguration Configuration(int servers) =>
        new()
        {
            Parameters = new GatewayParameters(new Dictionary<string, string>()),
            OutgoingServers = [.. Enumerable.Range(0, servers).Select(Server)],
            IncomingServers = [],
            AliasDomains =
            [
                new AliasDomain
                {
                    Id = "main",
                    Name = Domain,
                    IsDefault = true,
                },
            ],
            Aliases = [.. Enumerable.Range(0, Aliases).Select(Alias)],
            Models = new Dictionary<string, RecordModel>(),
            AllowedSenders = new HashSet<string>(),
        };

    private static OutgoingServer Server(int number) =>
        new()
        {
            Id = $"server{number}",
            Name = $"Server {number}",
            Host = "mail.example",
            FromFilter = number == 0 ? Domain : $"company{number}.example",
        };

    private static MailAlias Alias(int number) =>
        new()
        {
            Domain = "main",
            LocalPart = $"alias{number}",
            Model = "helpdesk.ticket",
        };
}
