using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Threads;
using Postern.Tests.Support.Odoo;

namespace Postern.Tests.Vectors;

/// <summary>A way in which Postern routes otherwise than Odoo 17 on purpose.</summary>
/// <param name="Name">Short name, printed with the count.</param>
/// <param name="Reason">Why Postern does so.</param>
/// <param name="When">The condition on mail and configuration.</param>
/// <param name="Instead">The mail that Postern acts on; what comes out of it is Odoo's answer for that one.</param>
internal sealed record RoutingRule(
    string Name,
    string Reason,
    Func<PlainInbound, bool> When,
    Func<PlainInbound, PlainInbound> Instead
);

/// <summary>All rules by which Postern's routing departs from Odoo 17, applied one after the other.</summary>
internal static class RoutingDeviations
{
    public static IReadOnlyList<RoutingRule> Rules { get; } =
    [
        new(
            "a part in a charset that nobody knows",
            "An unusable part never loses the mail: it is read as well as it can be.",
            mail => mail.Unusable,
            mail => mail with { Unusable = false }
        ),
        new(
            "recipients that Odoo does not read",
            "X-Original-To and Envelope-To say where a mail was delivered; a semicolon separates; a trailing dot is the same domain (RFC 1034).",
            mail => !mail.Recipients.ToHashSet().SetEquals(Of(mail.Mail.Recipients)),
            mail => mail with { To = Of(mail.Mail.To), Recipients = Of(mail.Mail.Recipients) }
        ),
        new(
            "a copy of a mail that made nothing",
            "A duplicate is the same Message-Id with the same content, whatever became of the first: a report counts once, a notice is sent once.",
            mail => mail is { Duplicate: false, AnswersNotice: false, Mail.Problem: null } && EarlierCopies(mail).Any(),
            mail => mail with { Duplicate = true }
        ),
        new(
            "the same Message-Id with other content",
            "Not a copy: clients and scripts give ids twice. Both are taken.",
            mail => mail.Duplicate && !IsOwn(mail) && !EarlierCopies(mail).Any(),
            mail => mail with { Duplicate = false }
        ),
        new(
            "a copy that names a further alias",
            "A mail to two aliases that comes by two ways is for both: the copy makes the record that the first did not.",
            mail =>
                mail.Duplicate
                && !IsOwn(mail)
                && mail.Answered is null
                && Further(mail).Count > 0
                && EarlierCopies(mail).All(MadeRecordsOrNothing),
            mail =>
                mail with
                {
                    Duplicate = false,
                    To = AddressesOf(Further(mail)),
                    Recipients = AddressesOf(Further(mail)),
                }
        ),
        new(
            "bounce address outside To",
            "Where the bounce address stands does not matter: nobody but a mail system writes to it.",
            mail =>
                !mail.Bounce
                && mail.Mail.Recipients.Any(address =>
                    OwnAddresses.IsBounce(mail.World.Gateway.Configuration, address)
                ),
            mail => mail with { Bounce = true }
        ),
        new(
            "a delivery report in another form",
            "Mail systems that report in forms of their own say so in header fields (X-Failed-Recipients, a bare delivery-status part).",
            mail => !mail.Bounce && mail.Mail.Automatic is { Kind: AutomaticMailKind.DeliveryReport },
            mail => mail with { Bounce = true }
        ),
        new(
            "a report that is no delivery report",
            "A read receipt or a complaint says what it is, and is no bounce.",
            mail =>
                mail.Bounce
                && mail.Mail.Automatic is not { Kind: AutomaticMailKind.DeliveryReport }
                && !mail.Mail.Recipients.Any(address =>
                    OwnAddresses.IsBounce(mail.World.Gateway.Configuration, address)
                ),
            mail => mail with { Bounce = false }
        ),
        new(
            "the last known reference",
            "Of several known references the last is what was answered; Odoo takes the newest message of all.",
            mail => LastReference(mail) is { } last && last != mail.Answered,
            mail => mail with { Answered = LastReference(mail) }
        ),
        new(
            "In-Reply-To beside References",
            "In-Reply-To counts too where no reference is known; Odoo reads it only when there are no references at all.",
            mail => mail.Answered is null && LastReference(mail) is null && InReplyTo(mail) is not null,
            mail => mail with { Answered = InReplyTo(mail) }
        ),
        new(
            "the message that is answered",
            "Without In-Reply-To it is the last known reference, as mail programs write it; Odoo takes the newest message.",
            mail => ParentOf(mail) is { } parent && parent != mail.Parent,
            mail => mail with { Parent = ParentOf(mail) }
        ),
        new(
            "a note for internal followers",
            "A note is for everybody internal who follows the record; Odoo's followers do not follow notes by default.",
            mail => mail.Parent is { Kind: MessageKind.Note },
            mail => mail with { NotesForFollowers = true }
        ),
        new(
            "clues that contradict each other",
            "Two threads are named, and the sender takes part only in the one that counts less: the mail waits for a person.",
            mail =>
                mail is { Duplicate: false, AnswersNotice: false, Bounce: false, Answered: { } answered }
                && InReplyTo(mail) is { } other
                && other != answered
                && !mail.Follows(answered)
                && mail.Follows(other)
                && !IsForward(mail, answered),
            mail => mail with { Instead = "parked" }
        ),
        new(
            "a mail without To",
            "It was not written to the catchall alone: what its other fields name counts.",
            mail => mail.To.Count == 0 && mail.Recipients.Count > 0,
            mail =>
                mail with
                {
                    To =
                    [
                        .. mail
                            .Recipients.Where(address => !IsCatchall(mail, address))
                            .DefaultIfEmpty("nobody@nowhere.invalid"),
                    ],
                }
        ),
        new(
            "the same again to the catchall",
            "P39: what says the same to the catchall as a mail shortly before is a feedback loop.",
            mail =>
                mail is { Duplicate: false, AnswersNotice: false, Bounce: false }
                && mail.World.Before.Exists(before =>
                    SaysTheSame(before.Mail, mail.Mail)
                    && before.Mail.Recipients.Any(address => IsCatchall(mail, address.Address))
                )
                && mail.Recipients.Any(address => IsCatchall(mail, address)),
            mail => mail with { Instead = "ignored_repeated" }
        ),
        new(
            "more than 30 Received fields",
            "Such a mail goes round in a loop (RFC 5321 §6.3).",
            mail => mail.Mail.ReceivedCount > 30 && !mail.Duplicate && !mail.AnswersNotice,
            mail => mail with { Instead = "ignored_hops" }
        ),
        new(
            "default values without a field",
            "A model is a free name and its values are free: there is no field that could be missing.",
            mail => mail.BrokenDefaults.Count > 0,
            mail => mail with { BrokenDefaults = [] }
        ),
        new(
            "a fallback model that nobody declared",
            "A model is a free name of the application's.",
            mail =>
                mail.FallbackFails
                && mail.World.Gateway.Models.GetValueOrDefault(mail.Fallback!) is not { TakesMail: false },
            mail => mail with { FallbackFails = false }
        ),
        new(
            "a fallback record",
            "A mailbox has a fallback model and makes records of it; a fixed thread is what an alias is for.",
            mail => mail.FallbackRecord is not null,
            mail => mail with { FallbackRecord = null }
        ),
        new(
            "an alias that can take no mail beside others",
            "Each alias takes its mail or does not; one that cannot never loses the others'.",
            mail => PlainRouting.AliasesOf(mail, mail.Recipients).Any(alias => alias.Model != "mail.test.nothread"),
            mail => mail with { EachAliasForItself = true }
        ),
        new(
            "records counted by alias",
            "The loop guard counts what the sender sent through the alias, or made by the fallback model; Odoo counts all records of the model.",
            mail => mail.World.Before.Count > 0,
            mail => mail with { CountedByAlias = true }
        ),
        new(
            "addresses counted whole",
            "The loop guard compares whole addresses; Odoo finds one within another.",
            mail =>
                mail.World.Bulk.Any(bulk =>
                    mail.From is not null
                    && bulk.Sender != mail.From
                    && bulk.Sender.Contains(mail.From, StringComparison.Ordinal)
                ),
            mail => mail with { WholeAddresses = true }
        ),
        new(
            "people who have it",
            "Who got the mail directly from its sender is not notified of it again.",
            mail =>
                mail.Answered is not null
                || PlainRouting.AliasesOf(mail, mail.Recipients).Any(alias => alias.ForcedThread is not null),
            mail => mail with { HaveIt = mail.Recipients }
        ),
        new(
            "no copy for who made the alias",
            "A refusal is between the gateway and the sender.",
            mail => mail.NoticeCopies.Count > 0,
            mail => mail with { NoticeCopies = [] }
        ),
        new(
            "no notice to ourselves",
            "An address of our own is never answered.",
            mail =>
                mail.NoticeTo is { } recipient
                && (Ours(mail, recipient) || (mail.From is { } from && Ours(mail, from))),
            mail => mail with { NoticeTo = null }
        ),
        new(
            "no notice to automatic mail",
            "Automatic mail is never answered (RFC 3834 §2).",
            mail => mail is { NoticeTo: not null, Mail.Automatic: not null },
            mail => mail with { NoticeTo = null }
        ),
        new(
            "no notice for mail without a sender",
            "Nobody wrote it, so nobody is told.",
            mail => mail is { NoticeTo: not null, From: null },
            mail => mail with { NoticeTo = null }
        ),
        new(
            "one notice",
            "A sender is told once for one reason within the window.",
            mail =>
                mail.NoticeTo is not null
                && PlainRouting
                    .AliasesOf(mail, mail.Recipients)
                    .Count(alias => alias.ContactPolicy != ContactPolicy.Everyone) > 1,
            mail => mail with { OneNotice = SameReason(mail) }
        ),
        new(
            "told already",
            "A sender is told once for one reason within the window.",
            mail =>
                mail.NoticeTo is not null
                && mail.World.Before.Exists(before =>
                    before.Told.Any(notice =>
                        IsOf(mail, notice.Recipient, before.Mail.From?.Address)
                        && KindsOf(mail).Contains(KindOf(notice.Kind))
                    )
                ),
            mail => mail with { NoticeTo = null }
        ),
    ];

    /// <summary>The rules that change the outcome for a mail, and what Postern does instead.</summary>
    public static (IReadOnlyList<RoutingRule> Applied, RoutingOutcome Outcome) For(PlainInbound mail)
    {
        var applied = new List<RoutingRule>();
        var outcome = PlainRouting.Decide(mail);
        foreach (var rule in Rules.Where(rule => rule.When(mail)))
        {
            mail = rule.Instead(mail);
            var next = PlainRouting.Decide(mail);
            if (next != outcome)
                applied.Add(rule);
            outcome = next;
        }
        return (applied, outcome);
    }

    private static List<string> Of(IEnumerable<EmailAddress> addresses) =>
        [.. addresses.Select(address => address.Address)];

    private static bool Ours(PlainInbound mail, string address) =>
        OwnAddresses.IsOurs(mail.World.Gateway.Configuration, address);

    private static bool IsOwn(PlainInbound mail) => mail.World.Gateway.Own.Contains(mail.Mail.MessageId ?? "");

    private static bool IsCatchall(PlainInbound mail, string address) =>
        mail.World.Gateway.Domains.Any(domain => domain.CatchallAddress == address);

    private static bool IsForward(PlainInbound mail, ThreadKey answered) =>
        PlainRouting.AliasesOf(mail, mail.To).Any(alias => alias.Model != answered.Model);

    private static IEnumerable<Postern.Tests.Support.Routing.Handled> EarlierCopies(PlainInbound mail) =>
        mail.World.Before.Where(before =>
            before.Mail.MessageId == mail.Mail.MessageId && before.Mail.Fingerprint == mail.Mail.Fingerprint
        );

    private static bool MadeRecordsOrNothing(Postern.Tests.Support.Routing.Handled before) =>
        before.Decision.State is Postern.Core.Journal.JournalState.Routed or Postern.Core.Journal.JournalState.Refused
        && before.Claim.Postings.All(posting => posting.Create);

    private static List<MailAlias> Further(PlainInbound mail) =>
        [
            .. PlainRouting
                .AliasesOf(mail, mail.Recipients)
                .ExceptBy(
                    EarlierCopies(mail).SelectMany(before => before.Claim.Aliases),
                    alias => $"{alias.LocalPart}@{alias.Domain}"
                ),
        ];

    // A sender is known by the From and by the reverse path.
    private static bool IsOf(PlainInbound mail, params ReadOnlySpan<string?> told) =>
        told.Contains(mail.NoticeTo) || (mail.From is not null && told.Contains(mail.From));

    private static List<string> AddressesOf(IEnumerable<MailAlias> aliases) =>
        [.. aliases.Select(alias => $"{alias.LocalPart}@{alias.Domain}")];

    private static ThreadKey? LastReference(PlainInbound mail) => Known(mail, mail.Mail.References.Reverse());

    private static ThreadKey? InReplyTo(PlainInbound mail) => Known(mail, mail.Mail.InReplyTo);

    private static ThreadKey? Known(PlainInbound mail, IEnumerable<string> ids) =>
        ids.Select(id => mail.World.Gateway.Messages.GetValueOrDefault(id)?.Thread.Key)
            .FirstOrDefault(key => key is { Model: not ThreadKey.OutboundModel });

    private static ThreadMessage? ParentOf(PlainInbound mail) =>
        mail
            .Mail.InReplyTo.Concat(mail.Mail.References.Reverse())
            .Select(id => mail.World.Gateway.Messages.GetValueOrDefault(id))
            .FirstOrDefault(message => message is not null);

    private static bool SaysTheSame(IncomingMail one, IncomingMail other) =>
        one.From?.Address == other.From?.Address
        && one.Subject == other.Subject
        && one.Text.Trim() == other.Text.Trim()
        && one.InReplyTo.SequenceEqual(other.InReplyTo)
        && one.References.TakeLast(1).SequenceEqual(other.References.TakeLast(1));

    private static string[] KindsOf(PlainInbound mail) => PlainRouting.Decide(mail).Kind.Split('+');

    private static bool SameReason(PlainInbound mail) =>
        KindsOf(mail).Count(kind => kind.StartsWith("bounced_alias", StringComparison.Ordinal)) == 1;

    private static string KindOf(Postern.Core.Notices.NoticeKind kind) => RoutingTests.KindOf(kind);
}
