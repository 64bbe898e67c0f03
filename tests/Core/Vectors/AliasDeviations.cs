using Postern.Contracts.Http;
using Postern.Core.Mail;
using Postern.Core.Mime;

namespace Postern.Tests.Vectors;

/// <summary>Differences in catchall, aliases and fallback, in the loop guard, and in who is notified.</summary>
internal static class AliasDeviations
{
    private const int MostHops = 30;

    public static IReadOnlyList<RoutingRule> Rules { get; } =
    [
        new(
            "a mail without To",
            "It was not written to the catchall alone: the other recipient fields count.",
            mail => mail.To.Count == 0 && mail.Recipients.Count > 0,
            mail => mail with { To = RecipientsBesideCatchall(mail) }
        ),
        new(
            "a read receipt that answers nothing",
            "It is no mail of a person, and makes no record.",
            mail => !mail.Bounce && IsReceipt(mail) && !IsReply(mail),
            mail => mail with { Bounce = true }
        ),
        new(
            "the same again to the catchall",
            "P39: the same content to the catchall within the window is a feedback loop.",
            RepeatsItselfToCatchall,
            mail => mail with { Instead = "ignored_repeated" }
        ),
        new(
            "more than 30 Received fields",
            "Such a mail is in a loop (RFC 5321 §6.3).",
            mail => mail.Mail.ReceivedCount > MostHops && !mail.Duplicate && !mail.AnswersNotice,
            mail => mail with { Instead = "ignored_hops" }
        ),
        new(
            "default values without a field",
            "A model is a free name and its values are free: no field can be missing.",
            mail => mail.BrokenDefaults.Count > 0,
            mail => mail with { BrokenDefaults = [] }
        ),
        new(
            "a fallback model that nobody declared",
            "A model is a free name of the application's.",
            mail => mail.FallbackFails && ModelOf(mail.Fallback!, mail) is not { TakesMail: false },
            mail => mail with { FallbackFails = false }
        ),
        new(
            "a fallback record",
            "A mailbox has a fallback model and creates records of it; a fixed thread belongs to an alias.",
            mail => mail.FallbackRecord is not null,
            mail => mail with { FallbackRecord = null }
        ),
        new(
            "an alias that can take no mail beside others",
            "Each alias accepts its mail or not; one that cannot never loses the mail of the others.",
            mail => PlainRouting.AliasesOf(mail, mail.Recipients).Any(alias => alias.Model != "mail.test.nothread"),
            mail => mail with { EachAliasForItself = true }
        ),
        new(
            "records counted by alias",
            "The loop guard counts per alias or fallback model; Odoo counts all records of the model.",
            mail => mail.World.Before.Count > 0,
            mail => mail with { CountedByAlias = true }
        ),
        new(
            "addresses counted whole",
            "The loop guard compares whole addresses; Odoo also matches one inside another.",
            mail => mail.From is { } from && mail.World.Bulk.Any(bulk => IsPartOf(from, bulk.Sender)),
            mail => mail with { WholeAddresses = true }
        ),
        new(
            "people who have it",
            "Whom the mail is known to have reached by its trace is not notified of it again.",
            mail => mail.Answered is not null || IsToForcedThread(mail),
            mail => mail with { HaveIt = [.. mail.Mail.Reached.Select(address => address.Address)] }
        ),
    ];

    private static bool IsReceipt(PlainInbound mail) => mail.Mail.Automatic is { Kind: AutomaticMailKind.Receipt };

    private static bool IsReply(PlainInbound mail) =>
        mail.Answered is { } answered
        && PlainRouting.AliasesOf(mail, mail.Forwarded).All(alias => alias.Model == answered.Model);

    private static List<string> RecipientsBesideCatchall(PlainInbound mail) =>
        [.. mail.Recipients.Where(address => !IsCatchall(mail, address)).DefaultIfEmpty("nobody@nowhere.invalid")];

    private static bool RepeatsItselfToCatchall(PlainInbound mail) =>
        mail is { Duplicate: false, AnswersNotice: false, Bounce: false }
        && mail.World.Before.Exists(before => SaysTheSame(before.Mail, mail.Mail) && NamesCatchall(mail, before.Mail))
        && mail.Recipients.Any(address => IsCatchall(mail, address))
        && (mail.Mail.Automatic is not null || !AnswersOwnMail(mail));

    // What a person answers to a mail that we signed is no loop.
    private static bool AnswersOwnMail(PlainInbound mail)
    {
        var (known, own) = (mail.World.Gateway.Messages, mail.World.Gateway.Own);
        string?[] answered =
        [
            mail.Mail.References.LastOrDefault(known.ContainsKey),
            mail.Mail.InReplyTo.FirstOrDefault(known.ContainsKey),
        ];
        return answered.Any(id => id is not null && own.Contains(id));
    }

    private static bool SaysTheSame(IncomingMail one, IncomingMail other) =>
        one.From?.Address == other.From?.Address
        && one.Subject == other.Subject
        && one.Text.Trim() == other.Text.Trim()
        && one.InReplyTo.SequenceEqual(other.InReplyTo)
        && one.References.TakeLast(1).SequenceEqual(other.References.TakeLast(1));

    private static bool NamesCatchall(PlainInbound mail, IncomingMail before) =>
        before.Recipients.Any(address => IsCatchall(mail, address.Address));

    private static bool IsCatchall(PlainInbound mail, string address) =>
        mail.World.Gateway.Domains.Any(domain => domain.CatchallAddress == address);

    private static RecordModel? ModelOf(string name, PlainInbound mail) =>
        mail.World.Gateway.Models.GetValueOrDefault(name);

    private static bool IsPartOf(string address, string sender) =>
        sender != address && sender.Contains(address, StringComparison.Ordinal);

    private static bool IsToForcedThread(PlainInbound mail) =>
        PlainRouting.AliasesOf(mail, mail.Recipients).Any(alias => alias.ForcedThread is not null);
}
