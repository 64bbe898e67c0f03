using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Composing;
using Postern.Core.Configuration;
using Postern.Core.Mail;
using Postern.Core.Replies;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>
/// The messages that a mail may quote, as they were composed for its sender: those that it names, and the newest that
/// the sender got. An outsider got no note.
/// </summary>
internal sealed class QuotedMessages
{
    // Of those that the mail does not name.
    private const int Most = 5;

    // Links are compared by their hosts, and the signed ones are known by their form.
    private const string AnyLink = "https://link.invalid/";

    private readonly IncomingMail mail;
    private readonly RoutingFacts facts;
    private readonly List<ThreadMessage> messages;
    private readonly List<ThreadMessage> notes;

    public QuotedMessages(IncomingMail mail, PostingPlan posting, RoutingFacts facts)
    {
        (this.mail, this.facts) = (mail, facts);
        var isEmployee = posting.Author.Internal || IsEmployee(posting);
        var there = facts
            .Latest.Prepend(facts.Parent)
            .OfType<ThreadMessage>()
            .Where(message => message.Thread.Key == posting.Thread.Key && message.Outgoing is null)
            .Where(message => isEmployee || message.Kind == MessageKind.Comment)
            .DistinctBy(message => message.Key)
            .ToList();
        var received = there.Where(message => !IsNamed(message) && message.Author.Address != mail.From?.Address);
        messages = [.. there.Where(IsNamed), .. received.Take(Most)];
        // Also the sender's own.
        notes = there.FindAll(message => message.Kind == MessageKind.Note);
    }

    /// <summary>All of them; null without any.</summary>
    public KnownQuote? All => Quote(messages, message => QuotableText.Of(message).Append(OtherReason(message)));

    /// <summary>The notes among them, with the layout around them; null without any.</summary>
    public KnownQuote? Notes => Quote(notes, message => QuotableText.Of(message).Append(OtherReason(message)));

    /// <summary>What the notes say; null without any.</summary>
    public KnownQuote? TextOfNotes => Quote(notes, QuotableText.OfMessage);

    private KnownQuote? Quote(List<ThreadMessage> quoted, Func<MailDraft, IEnumerable<string>> texts)
    {
        // The text of a long message is in a blob, which is not read for this.
        var whole = quoted.FindAll(message => message.Text is not null || message.Html is not null);
        if (whole.Count == 0)
            return null;
        return new KnownQuote
        {
            Texts = [.. whole.Select(Draft).SelectMany(texts)],
            Authors = [.. quoted.Select(message => message.Author.DisplayName).Distinct()],
            Addresses = [.. quoted.SelectMany(Addresses).Where(address => address.Length > 1).Distinct()],
            Readers = [.. new[] { mail.From?.Address, mail.From?.Name }.OfType<string>()],
            Times = [.. quoted.Select(message => message.Time)],
            Subjects = [.. quoted.SelectMany(message => new[] { message.Subject, message.Thread.Subject }).Distinct()],
        };
    }

    private IEnumerable<string> Addresses(ThreadMessage message)
    {
        yield return message.Author.Address;
        if (facts.Configuration.AliasDomain(message.Thread.AliasDomain) is not { } domain)
            yield break;
        foreach (var name in domain.FormerNames.Append(domain.Name))
            yield return $"@{name}";
        yield return domain.NotificationAddress;
    }

    private bool IsNamed(ThreadMessage message) =>
        message.Key == facts.Parent?.Key || facts.Clues.Any(clue => clue.Message == message.Key);

    // Also an employee whose mail is not verified: what they quote is a note all the same.
    private bool IsEmployee(PostingPlan posting) =>
        facts.Forged is null
        && mail.From is { } from
        && (
            MailSender.ContactOf(mail, facts) is { Internal: true }
            || facts
                .Thread(posting.Thread.Key)
                ?.Followers.Any(follower => follower.Internal && follower.Address == from.Address) == true
        );

    private MailDraft Draft(ThreadMessage message) =>
        new()
        {
            Message = message,
            Delivery = Delivery(message, named: false),
            From = mail.From ?? EmailAddress.Parse("unknown@postern.invalid"),
            Text = message.Text,
            Html = message.Html,
            Link = Model(message)?.LinkTemplate,
            Template = Model(message)?.Notification,
            Words = facts.Configuration.WordsOf(message.Thread.AliasDomain, message.Thread.Alias),
            Stop = AnyLink,
        };

    // Why the sender got it depends on whether they followed at that time.
    private string OtherReason(MailDraft draft) =>
        NotificationText.Reason(draft.Message, Delivery(draft.Message, named: true), draft.Words);

    private MessageDelivery Delivery(ThreadMessage message, bool named) =>
        new()
        {
            Message = message.Key,
            Recipient = mail.From?.Address ?? "",
            Named = named,
            Changed = message.Time,
        };

    private RecordModel? Model(ThreadMessage message) =>
        facts.Configuration.Models.GetValueOrDefault(message.Thread.Model);
}
