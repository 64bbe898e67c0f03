using System.Text;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Deliverability;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Parsing;
using Postern.Core.People;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Core.Senders;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Tests.Support.Routing;

/// <summary>
/// A gateway's configuration, contacts and threads in memory: mails are parsed, routed and posted on threads without
/// storage.
/// </summary>
public sealed class RoutingWorld
{
    private readonly Dictionary<string, List<Claim>> _claims = [];
    private int _count;

    public static TagKeyRing Keys { get; } = new([new TagKey('0', new byte[32], DateTimeOffset.UnixEpoch)]);

    public DateTimeOffset Now { get; set; } = new(2026, 11, 2, 10, 0, 0, TimeSpan.Zero);

    public Dictionary<string, string> Parameters { get; } = [];

    public List<AliasDomain> Domains { get; } = [];

    public List<MailAlias> Aliases { get; } = [];

    public Dictionary<string, RecordModel> Models { get; } = [];

    public List<IncomingServer> Mailboxes { get; } = [];

    /// <summary>Own texts of alias domains, by the id of the alias domain.</summary>
    public Dictionary<string, DomainTexts> Texts { get; } = [];

    public HashSet<string> AllowedSenders { get; } = [];

    public Dictionary<string, Contact> Contacts { get; } = [];

    public Dictionary<string, ThreadSnapshot> Threads { get; } = [];

    /// <summary>Messages by the Message-Ids that name them.</summary>
    public Dictionary<string, ThreadMessage> Messages { get; } = [];

    /// <summary>Message-Ids of mails that the gateway sent.</summary>
    public HashSet<string> Own { get; } = [];

    public Dictionary<string, List<MailSentIn>> SentIn { get; } = [];

    public GatewayConfiguration Configuration =>
        new()
        {
            Parameters = new GatewayParameters(Parameters),
            OutgoingServers = [],
            IncomingServers = Mailboxes,
            AliasDomains = Domains,
            Aliases = [.. Aliases],
            Models = Models,
            Texts = Texts,
            AllowedSenders = AllowedSenders,
        };

    public ThreadKey AddThread(string model, string id, params IReadOnlyList<Follower> followers)
    {
        var head = new ThreadHead
        {
            Model = model,
            Id = id,
            Token = ThreadToken.Create("00", model, id),
            Subject = id,
            Created = Now,
        };
        Threads[head.Key.Partition] = new ThreadSnapshot(head, followers);
        return head.Key;
    }

    public ThreadMessage AddMessage(
        ThreadKey thread,
        string messageId,
        MessageAuthor author,
        MessageKind kind = MessageKind.Comment,
        bool own = true
    )
    {
        var message = new ThreadMessage
        {
            Key = MessageKey.Create(Now, $"{_count++:d11}").Value,
            Thread = Threads.TryGetValue(thread.Partition, out var there) ? there.Head : GoneThread(thread),
            Time = Now,
            Author = author,
            MessageId = messageId,
            Kind = kind,
        };
        Messages[messageId] = message;
        if (own)
            Own.Add(messageId);
        return message;
    }

    /// <summary>Receives a mail: parses, routes, plans and posts it.</summary>
    public Handled Receive(string eml, MailOrigin? origin = null) => Receive(Encoding.UTF8.GetBytes(eml), origin);

    public Handled Receive(byte[] eml, MailOrigin? origin = null)
    {
        var raw = new StoredMail($"mail-{_count++}.eml", SpooledContent.Of(eml), Now, origin ?? MailOrigin.Queue);
        var mail = Destination.Of(MailParser.Parse(eml, raw.Origin.ToEnvelope()), raw.Origin, Configuration);
        var facts = Facts(mail, raw);
        var decision = Router.Decide(mail, facts);
        var key = KeyOf(mail);
        var decided = new DecidedMail(mail, raw, decision, facts);
        var claim = InboundPlanner.Plan(decided, new PlanIds(key, Keys, Attempt: 0));
        if (!_claims.TryGetValue(key.Text, out var claims))
            _claims[key.Text] = claims = [];
        claims.Add(claim);
        var notified = claim.Postings.ToDictionary(posting => posting.Thread.Key, posting => Post(mail, posting));
        Remember(mail, claim);
        return new Handled(mail, facts, decision, claim, notified);
    }

    public RoutingFacts Facts(IncomingMail mail, StoredMail raw)
    {
        var configuration = Configuration;
        var clues = Clues(mail);
        var answered = clues.Find(clue => clue.Kind == ClueKind.InReplyTo) ?? clues.FirstOrDefault();
        var reversePath = mail.ReturnPath?.Address;
        return new RoutingFacts
        {
            Configuration = configuration,
            Origin = raw.Origin,
            Received = raw.Received,
            Sender = MailSender.CountedFor(mail) is { } from ? Known(from.Address) : new SenderFacts(null, []),
            ReversePath = reversePath is not null && reversePath != mail.From?.Address ? Known(reversePath) : null,
            ReplyTo = ReplyTarget
                .Candidates(mail, configuration)
                .Select(address => new ReplyTarget(address, Known(address.Address)))
                .FirstOrDefault(target => ReplyTarget.IsAllowed(target.Known)),
            Clues = clues,
            Threads = Threads,
            Parent = answered is null ? null : Messages.GetValueOrDefault(answered.Text),
            IsOwnMail = OwnMail.Is(mail, Keys) || (mail.MessageId is { } id && Own.Contains(id)),
            HasOwnId = OwnMail.HasOwnId(mail, Keys) || (mail.MessageId is { } own && Own.Contains(own)),
            AnswersNotice = OwnMail.AnswersNotice(mail, Keys),
            Authentication = VerdictOn(mail, raw, configuration.Parameters),
            Content = ContentVerdict.Of(mail, configuration.Parameters.TrustedAuthenticators),
            Replayed = raw.Replay is not null,
            Released = raw.Replay is { Released: true },
            Earlier = _claims.GetValueOrDefault(KeyOf(mail).Text) ?? [],
            Aliases = Aliases
                .Select(Address)
                .Distinct()
                .ToDictionary(address => address, IReadOnlyList<MailSentIn> (address) => Recent(address)),
        };
    }

    // A DNS without any record.
    private static SenderVerdict VerdictOn(IncomingMail mail, StoredMail raw, GatewayParameters parameters)
    {
        var received = new ReceivedMail(mail, raw.Content.Memory);
        for (var answers = DnsAnswers.None; ; )
        {
            switch (SenderAuthentication.Evaluate(received, parameters, answers))
            {
                case DnsEvaluation<SenderVerdict>.Result result:
                    return result.Value;
                case DnsEvaluation<SenderVerdict>.Questions questions:
                    answers = answers.With(questions.Unanswered.Select(it => KeyValuePair.Create(it, DnsReply.None)));
                    break;
            }
        }
    }

    private static ClaimKey KeyOf(IncomingMail mail) =>
        mail.MessageId is { } id ? ClaimKey.OfMessageId(id) : ClaimKey.OfContent(mail.Fingerprint);

    private ThreadHead GoneThread(ThreadKey key) =>
        new()
        {
            Model = key.Model,
            Id = key.Id,
            Token = "gone",
            Subject = "gone",
            Created = Now,
        };

    private List<Clue> Clues(IncomingMail mail)
    {
        var clues = new List<Clue>();
        Add(ClueKind.References, mail.References.Reverse());
        Add(ClueKind.InReplyTo, mail.InReplyTo);
        var tags = mail.Named.Select(address => OwnAddresses.Tag(address, ReplyTag.Length)).OfType<string>();
        var tagged =
            from text in tags
            let tag = ReplyTag.Read(Keys, text)
            from thread in Threads.Values
            where tag?.Token == thread.Head.Token
            select new Clue(ClueKind.Tag, text, thread.Head.Key, Note: tag!.Note, Authentic: true);
        clues.AddRange(tagged.Take(1));
        return clues;

        void Add(ClueKind kind, IEnumerable<string> ids)
        {
            if (ids.FirstOrDefault(Messages.ContainsKey) is { } id)
                clues.Add(new Clue(kind, id, Messages[id].Thread.Key, Messages[id].Key, Authentic: Own.Contains(id)));
        }
    }

    private SenderFacts Known(string address) => new(Contacts.GetValueOrDefault(address), Recent(address));

    private string Address(MailAlias alias) =>
        $"{alias.LocalPart}@{Domains.Find(domain => domain.Id == alias.Domain)?.Name ?? alias.Domain}";

    private List<MailSentIn> Recent(string address) => SentIn.TryGetValue(address, out var mails) ? mails : [];

    private IReadOnlyList<string> Post(IncomingMail mail, PostingPlan plan)
    {
        var before = Threads.GetValueOrDefault(plan.Thread.Key.Partition);
        Threads[plan.Thread.Key.Partition] = new ThreadSnapshot(
            before?.Head ?? plan.Thread,
            [.. before?.Followers ?? [], .. Notifier.Joining(plan, before)]
        );
        AddMessage(plan.Thread.Key, plan.MessageId, plan.Author, plan.Kind);
        if (mail.MessageId is { } id && !Messages.ContainsKey(id))
            AddMessage(plan.Thread.Key, id, plan.Author, plan.Kind, own: false);
        var configuration = Configuration;
        var recipients = Notifier.Recipients(plan, before, address => OwnAddresses.IsOurs(configuration, address));
        return [.. recipients.Select(follower => follower.Address)];
    }

    private void Remember(IncomingMail mail, Claim claim)
    {
        var byAlias = Configuration.Parameters.LoopScopeIsAlias;
        foreach (var (address, entry) in SenderHistory.EntriesOf(mail, claim, byAlias))
        {
            if (!SentIn.TryGetValue(address, out var mails))
                SentIn[address] = mails = [];
            mails.Add(entry);
        }
    }
}
