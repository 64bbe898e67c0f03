using Postern.Contracts;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>
/// Whom the message of a mail is from. A new record is from whom an answer reaches; on a thread that is there already a
/// Reply-To counts for nothing, since it could take the discussion over.
/// </summary>
internal static class Correspondent
{
    /// <summary>Whom an answer reaches instead of the From; null where the From counts.</summary>
    public static ReplyTarget? Of(Route route, RoutingFacts facts) =>
        LoopKey.MakesRecord(route) ? facts.AnswersReach : null;

    /// <summary>The author of the message that a mail becomes. A Reply-To makes nobody an employee.</summary>
    public static MessageAuthor AuthorOf(IncomingMail mail, Route route, ThreadKey thread, RoutingFacts facts) =>
        Of(route, facts) is { } target
            ? new MessageAuthor(target.Address.Address, NameOf(mail, target), Internal: false)
            : MailSender.AuthorOf(mail, facts.Thread(thread), facts);

    // "Shop, for Nina Buyer": the reader sees who sent the mail and whom an answer reaches.
    private static string NameOf(IncomingMail mail, ReplyTarget target)
    {
        var name = target.Known.Contact is { Active: true, Name: { Length: > 0 } known }
            ? known
            : target.Address.DisplayName;
        if (mail.From?.DisplayName is not { } sender || name.Contains(sender, StringComparison.OrdinalIgnoreCase))
            return name;
        return sender.Contains(name, StringComparison.OrdinalIgnoreCase) ? sender : $"{sender}, for {name}";
    }
}
