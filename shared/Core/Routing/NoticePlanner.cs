using Postern.Contracts;
using Postern.Core.Claims;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.Signing;
using Postern.Core.Text;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>Plans a notice as a message on a thread of its own.</summary>
internal static class NoticePlanner
{
    public static NoticePlan Plan(
        Notice notice,
        IncomingMail mail,
        StoredMail raw,
        GatewayConfiguration configuration,
        ClaimKey key,
        TagKeyRing keys,
        int attempt
    )
    {
        var token = ThreadToken.Create(key.Partition, key.Text, $"notice/{notice.Kind}", attempt);
        var message = MessageKey.Create(
            raw.Received,
            Hash.Of(MessageKey.IdLength, "notice", key.Text, raw.Id.Value, notice.Kind.ToString())
        );
        return new NoticePlan(
            notice,
            new PostingPlan
            {
                Thread = new ThreadHead
                {
                    Model = ThreadKey.OutboundModel,
                    Id = token,
                    Token = token,
                    Subject = $"Notice to {notice.Recipient}",
                    AliasDomain = configuration.AliasDomains.FirstOrDefault(domain => domain.Name == notice.Domain)?.Id,
                    Created = raw.Received,
                },
                Create = true,
                Recipients = [new Follower { Address = notice.Recipient! }],
                Message = message.Value,
                Time = raw.Received,
                Author = new MessageAuthor(NoticeContent.From(notice).Address, "MAILER-DAEMON", Internal: true),
                MessageId = LoopMarker.Write(keys, message, notice.Domain),
                References = [.. new[] { mail.MessageId }.OfType<string>()],
                InReplyTo = mail.MessageId,
            }
        );
    }
}
