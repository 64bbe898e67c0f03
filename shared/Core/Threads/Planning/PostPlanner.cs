using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Addresses;
using Postern.Core.Claims;
using Postern.Core.Delivery;
using Postern.Core.Keys;
using Postern.Core.Signing;
using Postern.Core.Text;

namespace Postern.Core.Threads.Planning;

/// <summary>Plans a program's message: every id is fixed before the first write.</summary>
public static class PostPlanner
{
    /// <summary>How many of the latest messages are considered as ancestors.</summary>
    public const int AncestorLimit = 8;

    public static PostingPlan Plan(ThreadPost item, ThreadSnapshot? thread, PostFacts facts, ClaimKey key, int attempt)
    {
        var head = thread is null ? NewThread(item, facts, key, attempt) : thread.Head with { Values = null };
        var author = EmailAddress.Parse(item.Author);
        var domain = facts.Configuration.AliasDomain(head.AliasDomain)?.Name ?? author.Domain;
        var message = MessageKey.Create(facts.Now, Hash.Of(MessageKey.IdLength, "message", key.Text));
        var messageId = OwnMessageId.Write(facts.Keys, head.Key, message, domain);
        var parent = facts.Ancestors.FirstOrDefault(ancestor => Ancestry.CanPrecede(ancestor, item.Kind));
        return new PostingPlan
        {
            Thread = head,
            Create = thread is null,
            Follow = FollowersOf(item.Followers, facts),
            Message = message.Value,
            Program = new ProgramMark(item.Id, item.Metadata),
            Time = facts.Now,
            Kind = item.Kind,
            Author = AuthorOf(item, author, facts),
            MessageId = messageId,
            References = Ancestry.OfLatest(item.Kind, facts.Ancestors, null, messageId),
            InReplyTo = parent?.MessageId,
            Named = FollowersOf(item.Recipients, facts),
            Warnings = WarningsOf(facts),
        };
    }

    private static ThreadHead NewThread(ThreadPost item, PostFacts facts, ClaimKey key, int attempt)
    {
        var (model, id) = (item.Thread.Model, item.Thread.Id);
        var chosen = item.AliasDomain is { } name ? facts.Configuration.FindAliasDomain(name) : null;
        return new ThreadHead
        {
            Model = model,
            Id = id,
            Token = ThreadToken.Create(key.Partition, key.Text, $"{model}/{id}", attempt),
            Subject = item.Subject is { Length: > 0 } subject ? subject : $"{model} {id}",
            AliasDomain = (chosen ?? facts.Configuration.DefaultAliasDomain)?.Id,
            Created = facts.Now,
        };
    }

    private static MessageAuthor AuthorOf(ThreadPost item, EmailAddress author, PostFacts facts)
    {
        var contact = facts.Contacts.GetValueOrDefault(author.Address);
        // Only employees write notes, and an internal author is notified of the answers.
        var writesNote = item is { Kind: MessageKind.Note, Automatic: false };
        return new MessageAuthor(author.Address, author.Name ?? contact?.Name, contact?.Internal ?? writesNote);
    }

    private static List<Follower> FollowersOf(IReadOnlyList<string> addresses, PostFacts facts) =>
        [
            .. addresses
                .Select(EmailAddress.Parse)
                .Select(address => FollowerOf(address, facts))
                .DistinctBy(follower => follower.Address),
        ];

    private static Follower FollowerOf(EmailAddress address, PostFacts facts)
    {
        var contact = facts.Contacts.GetValueOrDefault(address.Address);
        var isInactive = contact is { Active: false };
        return new Follower
        {
            Address = address.Address,
            Name = contact?.Name ?? address.Name,
            Internal = contact?.Internal ?? false,
            Notify = isInactive ? NotificationChannel.None : contact?.Notify ?? NotificationChannel.Email,
        };
    }

    private static Dictionary<string, string> WarningsOf(PostFacts facts)
    {
        var warnings = new Dictionary<string, string>();
        foreach (var entry in facts.Blacklist)
        {
            if (BulkRules.Warning(entry, facts.Now) is { } warning)
                warnings.Add(entry.Address, warning);
        }
        return warnings;
    }
}
