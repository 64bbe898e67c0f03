using System.Text.Json.Nodes;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>Plans the message that a mail becomes on the thread of one of its routes.</summary>
internal static class PostingPlanner
{
    public static PostingPlan Plan(DecidedMail decided, Route route, PlanIds ids)
    {
        var (mail, raw, decision, facts) = decided;
        var reply = route as Route.Reply;
        var head = HeadOf(decided, route, ids);
        var message = ids.Message(raw, "message", head.Key.Partition);
        var domain = facts.Configuration.AliasDomain(head.AliasDomain)?.Name ?? "postern.invalid";
        var messageId = OwnMessageId.Write(ids.Keys, head.Key, message, domain);
        var parent = InboundAncestry.ParentOf(reply, facts);
        var isQuiet = raw.Origin.Silent || reply is { Quiet: true };
        return new PostingPlan
        {
            Thread = head,
            Create = reply is null,
            Alias = route.AcceptingAlias is { } alias ? AliasAddress.Of(alias, facts.Configuration) : null,
            Follow = InboundFollowers.Joining(mail, route, facts),
            Recipients = isQuiet ? [] : null,
            Message = message.Value,
            Answers = AnsweredPost.Of(parent),
            Time = raw.Received,
            Kind = reply?.Kind ?? MessageKind.Comment,
            Author = Correspondent.AuthorOf(mail, route, head.Key, facts),
            Stranger = IsFlaggedStranger(decided, reply),
            Spam = SpamOf(decided, route, head),
            MessageId = messageId,
            References = InboundAncestry.References(mail, reply, facts, messageId, ids.Keys),
            InReplyTo = parent?.MessageId,
            Outsiders = DirectRecipients.Outsiders(mail, facts),
            HaveIt = DirectRecipients.Addresses(mail, decision.Routes.Count),
        };
    }

    private static bool IsFlaggedStranger(DecidedMail decided, Route.Reply? reply) =>
        reply is not null
        && decided.Facts.Configuration.Parameters.FlagStrangers
        && MailSender.IsStranger(decided.Mail, reply.Thread, decided.Facts);

    private static string? SpamOf(DecidedMail decided, Route route, ThreadHead head)
    {
        var (mail, _, _, facts) = decided;
        var thread = (route as Route.Reply)?.Thread;
        var alias = route.AcceptingAlias ?? ReplyRules.PolicyOf(mail, thread, head.Model, facts);
        return alias is { Spam: SpamMail.Accept } ? null : facts.Content.Spam;
    }

    private static ThreadHead HeadOf(DecidedMail decided, Route route, PlanIds ids)
    {
        switch (route)
        {
            case Route.Reply reply:
                return reply.Thread.Head with { Values = null };
            case Route.MissingThread { Thread: var missing }:
                return NewHead(decided, missing.Model, missing.Id, ids.Token(missing.Partition));
            case Route.Fallback { Model: var model }:
                var token = ids.Token(model);
                return NewHead(decided, model, token, token);
            default:
                return HeadOf(route.AcceptingAlias!, decided, ids);
        }
    }

    private static ThreadHead HeadOf(MailAlias alias, DecidedMail decided, PlanIds ids)
    {
        var token = ids.Token(AliasAddress.Of(alias, decided.Facts.Configuration));
        return NewHead(decided, alias.Model, alias.ForcedThread ?? token, token) with
        {
            AliasDomain = alias.Domain,
            Alias = alias.LocalPart,
            Values = alias.Defaults?.DeepClone() as JsonObject,
        };
    }

    private static ThreadHead NewHead(DecidedMail decided, string model, string id, string token) =>
        new()
        {
            Model = model,
            Id = id,
            Token = token,
            Subject = decided.Mail.Subject.Length > 0 ? decided.Mail.Subject : "(no subject)",
            AliasDomain = decided.Facts.Configuration.DefaultAliasDomain?.Id,
            Created = decided.Raw.Received,
        };
}
