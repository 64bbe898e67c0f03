using System.Text.Json.Nodes;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Parsing;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;
using Postern.Tests.Support.Odoo;

namespace Postern.Tests.Vectors;

/// <summary>A mail and its world as Odoo 17 sees them.</summary>
internal sealed record PlainInbound
{
    // What Odoo had installed; any other name is an error to it.
    private static readonly string[] Models = ["crm.lead", "res.partner", "discuss.channel", "mailing.contact"];

    private static readonly HashSet<string> Charsets = System
        .Text.Encoding.GetEncodings()
        .Concat(System.Text.CodePagesEncodingProvider.Instance.GetEncodings())
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

    /// <summary>Who made the aliases: Odoo sends them a copy of a refusal.</summary>
    public IReadOnlyList<string> NoticeCopies { get; init; } = [];

    public bool OneNotice { get; init; }

    /// <summary>An alias that can take no mail leaves the others alone.</summary>
    public bool EachAliasForItself { get; init; }

    /// <summary>Only records that came the same way count, not all of their model.</summary>
    public bool CountedByAlias { get; init; }

    /// <summary>Addresses are counted whole, not as parts of others.</summary>
    public bool WholeAddresses { get; init; }

    /// <summary>Who is not notified.</summary>
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
        var mail = MailParser.Parse(System.Text.Encoding.UTF8.GetBytes(vector.Eml(index)));
        var (to, all) = (
            OdooAddresses(mail, "To", "Delivered-To"),
            OdooAddresses(mail, "To", "Delivered-To", "Cc", "Resent-To", "Resent-Cc")
        );
        var fallback = vector.FallbackModel(index);
        return new PlainInbound
        {
            World = world,
            Mail = mail,
            From = mail.From?.Address,
            To = to,
            Recipients = all,
            Answered = AnsweredByOdoo(world, mail),
            Parent = Newest(world, mail.InReplyTo) ?? Newest(world, mail.References),
            Unusable = !KnowsCharset(mail),
            Duplicate = mail.MessageId is { } id && world.Gateway.Messages.ContainsKey(id),
            AnswersNotice = OwnMail.AnswersNotice(mail, Postern.Tests.Support.Routing.RoutingWorld.Keys),
            Bounce =
                to.Any(address => world.Gateway.Domains.Any(domain => domain.BounceAddress == address))
                || mail.Message.Body is { ContentType: var type } && type.IsMimeType("multipart", "report")
                || mail.From?.LocalPart == "mailer-daemon",
            Fallback = fallback,
            FallbackRecord = vector.FallbackRecord(index),
            FallbackFails =
                fallback is not null
                && (
                    fallback == "mail.test.nothread"
                    || !(fallback.StartsWith("mail.test.", StringComparison.Ordinal) || Models.Contains(fallback))
                ),
            BrokenDefaults =
            [
                .. Aliases(world)
                    .Where(alias =>
                        RoutingVector.Text(alias["raw_defaults"])?.Contains("no_such", StringComparison.Ordinal) == true
                    )
                    .Select(alias => RoutingVector.Text(alias["name"])!),
            ],
            Threshold = world.Gateway.Configuration.Parameters.LoopThreshold,
            NoticeTo = mail.NullReturnPath ? null : (mail.ReturnPath ?? mail.From)?.Address,
            NoticeCopies =
            [
                .. Aliases(world)
                    .Select(alias => RoutingVector.Text(alias["owner"]))
                    .OfType<string>()
                    .Select(owner => RoutingVectorWorld.AddressOf(world.Config, $"partner:{owner}"))
                    .OfType<string>(),
            ],
        };
    }

    public bool Follows(ThreadKey record) =>
        From is not null
        && !IsAlias(From)
        && World.Gateway.Threads.TryGetValue(record.Partition, out var thread)
        && thread.Followers.Any(follower => follower.Address == From);

    /// <summary>How many records of a model the sender has made within the window; <paramref name="alias"/> is the way, null the fallback model.</summary>
    public int EarlierRecords(string model, string? alias)
    {
        if (
            From is null
            || World.Gateway.Configuration.Parameters.LoopWindow == TimeSpan.Zero
            || World.Gateway.Models.GetValueOrDefault(model) is { LoopGuard: false }
        )
            return 0;
        var normalised =
            model.StartsWith("mail.test.gateway", StringComparison.Ordinal) || model is "crm.lead" or "res.partner";
        var counted = World
            .Bulk.Where(bulk =>
                bulk.Model == model
                && (
                    bulk.Sender == From
                    || (!normalised && !WholeAddresses && bulk.Sender.Contains(From, StringComparison.Ordinal))
                )
            )
            .Sum(bulk => bulk.Count);
        return counted
            + World
                .Before.Where(handled => handled.Mail.From?.Address == From)
                .SelectMany(handled => handled.Claim.Postings)
                .Count(posting =>
                    posting.Create && posting.Thread.Model == model && (!CountedByAlias || posting.Alias == alias)
                );
    }

    /// <summary>Followers of a record who hear of the mail by e-mail.</summary>
    public IEnumerable<string> Notified(ThreadKey thread)
    {
        if (!World.Gateway.Threads.TryGetValue(thread.Partition, out var there))
            return [];
        var note = Answered is not null && Parent?.Kind == MessageKind.Note;
        return there
            .Followers.Where(follower =>
                (!note || (NotesForFollowers && follower.Internal)) && follower.Notify == NotificationChannel.Email
            )
            .Select(follower => follower.Address)
            .Concat(note && Parent!.Author.Internal ? [Parent.Author.Address] : [])
            .Distinct()
            .Where(address => (address != From || IsAlias(From)) && !HaveIt.Contains(address));
    }

    public bool IsAlias(string address) =>
        World.Gateway.Aliases.Any(alias => $"{alias.LocalPart}@{alias.Domain}" == address);

    // References alone count where there are any, and of the known messages the newest.
    private static ThreadKey? AnsweredByOdoo(RoutingVectorWorld world, IncomingMail mail)
    {
        var ids = mail.References.Count > 0 ? mail.References : mail.InReplyTo;
        // Odoo's mark of a mail whose answers start anew.
        return
            Newest(world, ids.Where(id => !id.Contains("reply_to", StringComparison.Ordinal)))?.Thread.Key
                is { Model: not ThreadKey.OutboundModel } key
            ? key
            : null;
    }

    private static ThreadMessage? Newest(RoutingVectorWorld world, IEnumerable<string> ids) =>
        world.Gateway.Messages.LastOrDefault(message => ids.Contains(message.Key)).Value;

    private static bool KnowsCharset(IncomingMail mail) =>
        mail
            .Message.BodyParts.OfType<MimeKit.TextPart>()
            .All(part => part.ContentType.Charset is not { Length: > 0 } charset || Charsets.Contains(charset));

    private static IEnumerable<JsonNode> Aliases(RoutingVectorWorld world) =>
        (world.Config["aliases"]?.AsArray() ?? []).OfType<JsonNode>();

    // Python's parser stops at a semicolon, and Odoo drops a domain that ends in a dot.
    private static List<string> OdooAddresses(IncomingMail mail, params string[] fields) =>
        [
            .. mail
                .Message.Headers.Where(header => fields.Contains(header.Field, StringComparer.OrdinalIgnoreCase))
                .Select(header => header.Value.Split(';')[0])
                .Where(value => !value.TrimEnd().TrimEnd('>').EndsWith('.'))
                .SelectMany(value => AddressField.Read(System.Text.Encoding.UTF8.GetBytes(value)))
                .Select(address => address.Address)
                .Distinct(),
        ];
}
