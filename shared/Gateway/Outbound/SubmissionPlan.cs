using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Addresses;
using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Keys;
using Postern.Core.Signing;
using Postern.Core.Text;
using Postern.Core.Threads;

namespace Postern.Gateway.Outbound;

/// <summary>What becomes of a mail that a program sends.</summary>
internal static class SubmissionPlan
{
    /// <summary>The thread of the mail with its only message.</summary>
    /// <param name="item">The mail.</param>
    /// <param name="key">The claim of the mail, from which every id follows.</param>
    /// <param name="configuration">Has the alias domains.</param>
    /// <param name="keys">Sign the Message-Id.</param>
    /// <param name="now">The time of the message.</param>
    /// <param name="attempt">Number of the attempt to find a free token for the thread.</param>
    public static PostingPlan Create(
        OutboundMail item,
        ClaimKey key,
        GatewayConfiguration configuration,
        TagKeyRing keys,
        DateTimeOffset now,
        int attempt
    )
    {
        var from = EmailAddress.Parse(item.From);
        var domain = AliasDomainOf(item, from, configuration);
        var token = ThreadToken.Create(key.Partition, key.Text, ThreadKey.OutboundModel, attempt);
        var thread = new ThreadHead
        {
            Model = ThreadKey.OutboundModel,
            Id = token,
            Token = token,
            Subject = item.Subject,
            AliasDomain = domain?.Id,
            Created = now,
        };
        var message = MessageKey.Create(now, Hash.Of(MessageKey.IdLength, "message", key.Text));
        return new PostingPlan
        {
            Thread = thread,
            Create = true,
            Recipients = [.. RecipientsOf(item).Select(AsFollower)],
            Message = message.Value,
            Program = new ProgramMark(item.Id, item.Metadata),
            Time = now,
            Author = new MessageAuthor(from.Address, from.Name, Internal: true),
            MessageId = OwnMessageId.Write(keys, thread.Key, message, domain?.Name ?? from.Domain),
        };
    }

    public static IEnumerable<EmailAddress> RecipientsOf(OutboundMail item) =>
        item.To.Concat(item.Cc).Concat(item.Bcc).Select(EmailAddress.Parse);

    public static OutgoingHeaders HeadersOf(OutboundMail item) =>
        new()
        {
            From = item.From,
            To = item.To,
            Cc = item.Cc,
            ReplyTo = item.ReplyTo,
            Headers = item.Headers,
            Server = item.Server,
        };

    private static AliasDomain? AliasDomainOf(
        OutboundMail item,
        EmailAddress from,
        GatewayConfiguration configuration
    ) =>
        (item.AliasDomain is { } name ? configuration.FindAliasDomain(name) : null)
        ?? configuration.AliasDomains.FirstOrDefault(domain => domain.Name == from.Domain)
        ?? configuration.DefaultAliasDomain;

    private static Follower AsFollower(EmailAddress recipient) =>
        new() { Address = recipient.Address, Name = recipient.Name };
}
