using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Addresses;
using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Keys;
using Postern.Core.Signing;
using Postern.Core.Text;

namespace Postern.Core.Threads.Posting;

/// <summary>Plans a program's message: every id fixed before the first write.</summary>
public static class PostPlanner
{
    /// <summary>Messages that are looked at for ancestors.</summary>
    public const int AncestorLimit = 8;

    public static PostingPlan Plan(ThreadPost item, ThreadSnapshot? thread, PostFacts facts, ClaimKey key, int attempt)
    {
        var head = thread is null ? NewThread(item, facts, key, attempt) : thread.Head with { Values = null };
        var author = EmailAddress.Parse(item.Author);
        var contact = facts.Contacts.GetValueOrDefault(author.Address);
        var message = MessageKey.Create(facts.Now, Hash.Of(MessageKey.IdLength, "message", key.Text));
        var messageId = OwnMessageId.Write(
            facts.Keys,
            head.Key,
            message,
            facts.Configuration.AliasDomain(head.AliasDomain)?.Name ?? author.Domain
        );
        return new PostingPlan
        {
            Thread = head,
            Create = thread is null,
            Follow =
            [
                .. item
                    .Followers.Select(EmailAddress.Parse)
                    .Select(address => Follower(address, facts))
                    .DistinctBy(follower => follower.Address),
            ],
            Message = message.Value,
            Time = facts.Now,
            Kind = item.Kind,
            // An outsider writes no notes: whoever does is told of the answers.
            Author = new MessageAuthor(
                author.Address,
                author.Name ?? contact?.Name,
                contact?.Internal ?? item is { Kind: MessageKind.Note, Automatic: false }
            ),
            MessageId = messageId,
            References = Ancestry.OfLatest(item.Kind, facts.Ancestors, null, messageId),
            InReplyTo = facts.Ancestors.FirstOrDefault(ancestor => Ancestry.CanPrecede(ancestor, item.Kind))?.MessageId,
            Named =
            [
                .. item
                    .Recipients.Select(EmailAddress.Parse)
                    .Select(address => Follower(address, facts))
                    .DistinctBy(named => named.Address),
            ],
            Warnings = Warnings(facts),
        };
    }

    private static Dictionary<string, string> Warnings(PostFacts facts) =>
        facts
            .Blacklist.Select(entry => (entry.Address, Text: BulkRules.Warning(entry, facts.Now)))
            .Where(warning => warning.Text is not null)
            .ToDictionary(warning => warning.Address, warning => warning.Text!);

    private static ThreadHead NewThread(ThreadPost item, PostFacts facts, ClaimKey key, int attempt) =>
        new()
        {
            Model = item.Thread.Model,
            Id = item.Thread.Id,
            Token = ThreadToken.Create(key.Partition, key.Text, $"{item.Thread.Model}/{item.Thread.Id}", attempt),
            Subject = item.Subject is { Length: > 0 } subject ? subject : $"{item.Thread.Model} {item.Thread.Id}",
            AliasDomain = (
                facts.Configuration.AliasDomains.FirstOrDefault(domain =>
                    domain.Id == item.AliasDomain || domain.Name == item.AliasDomain
                ) ?? facts.Configuration.DefaultAliasDomain
            )?.Id,
            Created = facts.Now,
        };

    private static Follower Follower(EmailAddress address, PostFacts facts)
    {
        var contact = facts.Contacts.GetValueOrDefault(address.Address);
        return new Follower
        {
            Address = address.Address,
            Name = contact?.Name ?? address.Name,
            Internal = contact?.Internal ?? false,
            Notify = contact is { Active: false }
                ? NotificationChannel.None
                : contact?.Notify ?? NotificationChannel.Email,
        };
    }
}

/// <summary>All that planning a post looks at beside the post itself.</summary>
public sealed record PostFacts
{
    public required GatewayConfiguration Configuration { get; init; }

    public required TagKeyRing Keys { get; init; }

    /// <summary>Contacts of the author and of the new followers, by address.</summary>
    public required IReadOnlyDictionary<string, Contact> Contacts { get; init; }

    /// <summary>Which of them are on the blacklist.</summary>
    public IReadOnlyList<BlacklistEntry> Blacklist { get; init; } = [];

    /// <summary>The thread's latest messages, newest first.</summary>
    public required IReadOnlyList<ThreadMessage> Ancestors { get; init; }

    public required DateTimeOffset Now { get; init; }
}
