using Postern.Contracts;
using Postern.Core.Mail;
using Postern.Core.Replies;
using Postern.Core.Routing.Facts;
using Postern.Core.Text;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>
/// What of a mail is shown on a thread: a comment without the notes that an employee quotes in it, and what its author
/// wrote apart from the quotation. A mail that answers nothing is shown whole.
/// </summary>
/// <param name="Mail">The mail; the same where no note is quoted.</param>
/// <param name="NewText">What its author wrote; null when that is all of it.</param>
public sealed record ShownMail(IncomingMail Mail, string? NewText)
{
    /// <summary>What is shown on the thread of a posting.</summary>
    public static ShownMail Of(IncomingMail mail, PostingPlan posting, RoutingFacts facts)
    {
        var isReply = !posting.Create && facts.Clues.Any(clue => clue.Thread == posting.Thread.Key);
        var quoted = new QuotedMessages(mail, posting, facts);
        var shown = isReply && posting.Kind == MessageKind.Comment ? WithoutNotes(mail, quoted) : mail;
        return new ShownMail(shown, isReply ? Written(shown, quoted) : Written(mail));
    }

    private static string? Written(IncomingMail mail, QuotedMessages quoted) =>
        Written(mail.Split(ReadingBudget.Unlimited, quoted.All));

    private static string? Written(IncomingMail mail) => mail.IsReply ? Written(mail.ReplyText) : null;

    private static string? Written(ReplyText parts) =>
        parts is { Quoted.Length: 0, Signature.Length: 0 } ? null : parts.New;

    private static IncomingMail WithoutNotes(IncomingMail mail, QuotedMessages quoted)
    {
        if (quoted is not { TextOfNotes: { } text, Notes: { } notes })
            return mail;
        // The layout of a note is like that of a comment: only the note's text shows that one is quoted.
        return ReferenceEquals(Without(mail, text), mail) ? mail : Without(mail, notes);
    }

    private static IncomingMail Without(IncomingMail mail, KnownQuote known)
    {
        var text = QuoteRemoval.FromText(mail.Text, known);
        var html = mail.Html is null ? null : QuoteRemoval.FromHtml(mail.Html, known);
        var isSame = ReferenceEquals(text, mail.Text) && ReferenceEquals(html, mail.Html);
        return isSame ? mail : mail with { Text = text, Html = html };
    }
}
