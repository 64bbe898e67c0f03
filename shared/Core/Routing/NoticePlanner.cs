using Postern.Contracts;
using Postern.Core.Notices;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>Plans a notice as a message on a thread of its own.</summary>
internal static class NoticePlanner
{
    public static NoticePlan Plan(Notice notice, DecidedMail decided, PlanIds ids)
    {
        var (mail, raw, _, _) = decided;
        var message = ids.Message(raw, "notice", notice.Kind.ToString());
        var posting = new PostingPlan
        {
            Thread = HeadOf(notice, decided, ids),
            Create = true,
            Recipients = [new Follower { Address = notice.Recipient! }],
            Message = message.Value,
            Time = raw.Received,
            Author = new MessageAuthor(NoticeContent.From(notice).Address, "MAILER-DAEMON", Internal: true),
            MessageId = LoopMarker.Write(ids.Keys, message, notice.Domain),
            References = mail.MessageId is { } id ? [id] : [],
            InReplyTo = mail.MessageId,
        };
        return new NoticePlan(notice, posting);
    }

    private static ThreadHead HeadOf(Notice notice, DecidedMail decided, PlanIds ids)
    {
        var token = ids.Token($"notice/{notice.Kind}");
        var domains = decided.Facts.Configuration.AliasDomains;
        return new ThreadHead
        {
            Model = ThreadKey.OutboundModel,
            Id = token,
            Token = token,
            Subject = $"Notice to {notice.Recipient}",
            AliasDomain = domains.FirstOrDefault(domain => domain.Name == notice.Domain)?.Id,
            Created = decided.Raw.Received,
        };
    }
}
