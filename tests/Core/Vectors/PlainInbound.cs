using System.Text;
using System.Text.Json.Nodes;
using MimeKit;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Parsing;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;
using Postern.Tests.Support.Odoo;
using Postern.Tests.Support.Routing;

namespace Postern.Tests.Vectors;

/// <summary>A mail and its world as Odoo 17 sees them.</summary>
internal sealed record PlainInbound
{
    // What Odoo had installed; any other name is an error to it.
    private static readonly string[] Models = ["crm.lead", "res.partner", "discuss.channel", "mailing.contact"];

    private static readonly HashSet<string> Charsets = Encoding
        .GetEncodings()
        .Concat(CodePagesEncodingProvider.Instance.GetEncodings())
        .Select(encoding => encoding.Name)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);

    public required RoutingVectorWorld World { get; init; }

    /// <summary>The mail as Postern reads it.</summary>
    public required IncomingMail Mail { get; init; }

    public string? From { get; init; }

    /// <summary>To and Delivered-To.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>To, Delivered-To, Cc, Resent-To and Resent-Cc.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>The addresses that make a reply a forward; to Odoo those of <see cref="To"/>.</summary>
    public IReadOnlyList<string> Forwarded
    {
        get => field ?? To;
        init;
    }

    /// <summary>The record whose message is answered.</summary>
    public ThreadKey? Answered { get; init; }

    /// <summary>The message that is answered: what answers a note is one.</summary>
    public ThreadMessage? Parent { get; init; }

    /// <summary>A note is for all internal followers, not for its author alone.</summary>
    public bool NotesForFollowers { get; init; }

    public bool Unusable { get; init; }

    public bool Duplicate { get; init; }

    public bool AnswersNotice { get; init; }

    public bool Bounce { get; init; }

    public string? Fallback { get; init; }

    public string? FallbackRecord { get; init; }

    public bool FallbackFails { get; init; }

    /// <summary>Local parts of aliases whose default values Odoo cannot set.</summary>
    public IReadOnlyList<string> BrokenDefaults { get; init; } = [];

    public int Threshold { get; init; }

    public string? NoticeTo { get; init; }

    /// <summary>The owners of the aliases: Odoo sends them a copy of a refusal.</summary>
    public IReadOnlyList<string> NoticeCopies { get; init; } = [];

    public bool OneNotice { get; init; }

    /// <summary>An alias that cannot accept mail does not affect the others.</summary>
    public bool EachAliasForItself { get; init; }

    /// <summary>Only records that came the same way count, not all of their model.</summary>
    public bool CountedByAlias { get; init; }

    /// <summary>Addresses are counted whole, not as parts of others.</summary>
    public bool WholeAddresses { get; init; }

    /// <summary>Addresses that are not notified.</summary>
    public IReadOnlyList<string> HaveIt { get; init; } = [];

    /// <summary>An outcome that Odoo does not know.</summary>
    public string? Instead { get; init; }

    public bool SenderIsKnown =>
        From is not null
        && World.Gateway.Contacts.TryGetValue(From, out var contact)
        && contact.Active
        && !IsAlias(From);

    public static PlainInbound Of(RoutingVectorWorld world, RoutingVector vector, int index)
    {
        var parsed = MailParser.Parse(Encoding.UTF8.GetBytes(vector.Eml(index)));
        var mail = Destination.Of(parsed, MailOrigin.Queue, world.Gateway.Configuration);
        var to = OdooAddresses(mail, "To", "Delivered-To");
        var references = InBrackets(mail, "References", mail.References);
        var inReplyTo = InBrackets(mail, "In-Reply-To", mail.InReplyTo);
        var fallback = vector.FallbackModel(index);
        return new PlainInbound
        {
            World = world,
            Mail = mail,
            From = mail.From?.Address,
            To = to,
            Recipients = OdooAddresses(mail, "To", "Delivered-To", "Cc", "Resent-To", "Resent-Cc"),
            Answered = AnsweredIn(world, references, inReplyTo),
            Parent = Newest(world, inReplyTo) ?? Newest(world, references),
            Unusable = !KnowsCharset(mail),
            Duplicate = mail.MessageId is { } id && world.Gateway.Messages.ContainsKey(id),
            AnswersNotice = OwnMail.AnswersNotice(mail, RoutingWorld.Keys),
            Bounce = IsBounce(world, mail, to),
            Fallback = fallback,
            FallbackRecord = vector.FallbackRecord(index),
            FallbackFails = fallback is not null && !TakesMail(fallback),
            BrokenDefaults = AliasesWithBrokenDefaults(world),
            Threshold = world.Gateway.Configuration.Parameters.LoopThreshold,
            NoticeTo = mail.NullReturnPath ? null : (mail.ReturnPath ?? mail.From)?.Address,
            NoticeCopies = AliasOwners(world),
        };
    }

    /// <summary>The mail as it is with its ids in angle brackets.</summary>
    public PlainInbound WithBrackets() =>
        this with
        {
            Answered = AnsweredIn(World, Mail.References, Mail.InReplyTo),
            Parent = Newest(World, Mail.InReplyTo) ?? Newest(World, Mail.References),
        };

    public bool Follows(ThreadKey record) =>
        From is not null
        && !IsAlias(From)
        && World.Gateway.Threads.TryGetValue(record.Partition, out var thread)
        && thread.Followers.Any(follower => follower.Address == From);

    /// <summary>How many records of a model the sender has created within the window.</summary>
    /// <param name="model">The model.</param>
    /// <param name="alias">The alias through which they were created; null = as the fallback model.</param>
    public int EarlierRecords(string model, string? alias)
    {
        if (
            From is null
            || World.Gateway.Configuration.Parameters.LoopWindow == TimeSpan.Zero
            || World.Gateway.Models.GetValueOrDefault(model) is { LoopGuard: false }
        )
            return 0;
        var before = World
            .Bulk.Where(bulk => bulk.Model == model && CountsAsSender(bulk.Sender, From, model))
            .Sum(bulk => bulk.Count);
        var since = World
            .Before.Where(handled => handled.Mail.From?.Address == From)
            .SelectMany(handled => handled.Claim.Postings)
            .Where(posting => posting.Create && posting.Thread.Model == model)
            .Count(posting => !CountedByAlias || posting.Alias == alias);
        return before + since;
    }

    // Where the model has no normalised address, Odoo searches the address as a part of the sender's text.
    private bool CountsAsSender(string sender, string address, string model)
    {
        var normalised =
            model.StartsWith("mail.test.gateway", StringComparison.Ordinal) || model is "crm.lead" or "res.partner";
        return sender == address
            || (!normalised && !WholeAddresses && sender.Contains(address, StringComparison.Ordinal));
    }

    /// <summary>Followers of a record who are notified of the mail by e-mail.</summary>
    public IEnumerable<string> Notified(ThreadKey thread)
    {
        if (!World.Gateway.Threads.TryGetValue(thread.Partition, out var there))
            return [];
        var note = Answered is not null && Parent?.Kind == MessageKind.Note;
        return there
            .Followers.Where(follower => follower.Notify == NotificationChannel.Email)
            .Where(follower => !note || (NotesForFollowers && follower.Internal))
            .Select(follower => follower.Address)
            .Concat(note && Parent!.Author.Internal ? [Parent.Author.Address] : [])
            .Distinct()
            .Where(address => (address != From || IsAlias(From)) && !HaveIt.Contains(address));
    }

    public bool IsAlias(string address) =>
        World.Gateway.Aliases.Any(alias => $"{alias.LocalPart}@{alias.Domain}" == address);

    private static bool IsBounce(RoutingVectorWorld world, IncomingMail mail, List<string> to) =>
        to.Exists(address => world.Gateway.Domains.Exists(domain => domain.BounceAddress == address))
        || mail.Message.Body?.ContentType.IsMimeType("multipart", "report") == true
        || mail.From?.LocalPart == "mailer-daemon";

    private static bool TakesMail(string model) =>
        model != "mail.test.nothread"
        && (model.StartsWith("mail.test.", StringComparison.Ordinal) || Models.Contains(model));

    private static List<string> AliasesWithBrokenDefaults(RoutingVectorWorld world) =>
        [
            .. from alias in Aliases(world)
            where RoutingVector.Text(alias["raw_defaults"])?.Contains("no_such", StringComparison.Ordinal) == true
            select RoutingVector.Text(alias["name"])!,
        ];

    private static List<string> AliasOwners(RoutingVectorWorld world) =>
        [
            .. Aliases(world)
                .Select(alias => RoutingVector.Text(alias["owner"]))
                .OfType<string>()
                .Select(owner => RoutingVectorWorld.AddressOf(world.Config, $"partner:{owner}"))
                .OfType<string>(),
        ];

    // Only References count if there are any, and of the known messages the newest.
    private static ThreadKey? AnsweredIn(
        RoutingVectorWorld world,
        IReadOnlyList<string> references,
        IReadOnlyList<string> inReplyTo
    )
    {
        var ids = references.Count > 0 ? references : inReplyTo;
        // Odoo marks a mail whose replies start a new thread.
        var known = ids.Where(id => !id.Contains("reply_to", StringComparison.Ordinal));
        return Newest(world, known)?.Thread.Key is { Model: not ThreadKey.OutboundModel } key ? key : null;
    }

    private static ThreadMessage? Newest(RoutingVectorWorld world, IEnumerable<string> ids) =>
        world.Gateway.Messages.LastOrDefault(message => ids.Contains(message.Key)).Value;

    // Odoo sees no id without angle brackets, and it is one that nobody knows.
    private static IReadOnlyList<string> InBrackets(IncomingMail mail, string field, IReadOnlyList<string> ids) =>
        mail.Message.Headers.Any(header => Names(header, field) && header.Value.Contains('<', StringComparison.Ordinal))
            ? ids
            : [.. ids.Select(id => $"not in brackets: {id}")];

    private static bool Names(Header header, string field) =>
        header.Field.Equals(field, StringComparison.OrdinalIgnoreCase);

    private static bool KnowsCharset(IncomingMail mail) =>
        mail
            .Message.BodyParts.OfType<TextPart>()
            .All(part => part.ContentType.Charset is not { Length: > 0 } charset || Charsets.Contains(charset));

    private static IEnumerable<JsonNode> Aliases(RoutingVectorWorld world) =>
        (world.Config["aliases"]?.AsArray() ?? []).OfType<JsonNode>();

    // Python's parser stops at a semicolon, and Odoo drops a domain that ends in a dot and finds no
    // alias by a local part in quotation marks.
    private static List<string> OdooAddresses(IncomingMail mail, params string[] fields) =>
        [
            .. mail
                .Message.Headers.Where(header => fields.Contains(header.Field, StringComparer.OrdinalIgnoreCase))
                .Select(header => header.Value.Split(';')[0])
                .Where(value => !value.TrimEnd().TrimEnd('>').EndsWith('.'))
                .Where(value => !value.Contains("\"@", StringComparison.Ordinal))
                .SelectMany(value => AddressField.Read(Encoding.UTF8.GetBytes(value)))
                .Select(address => address.Address)
                .Distinct(),
        ];
}
