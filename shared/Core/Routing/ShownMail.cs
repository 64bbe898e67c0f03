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
/// <param name="Signature">The signature in its text; null when none is known.</param>
public sealed record ShownMail(IncomingMail Mail, string? NewText, string? Signature)
{
    /// <summary>What is shown on the thread of a posting.</summary>
    public static ShownMail Of(IncomingMail mail, PostingPlan posting, RoutingFacts facts)
    {
        var isReply = !posting.Create && facts.Clues.Any(clue => clue.Thread == posting.Thread.Key);
        var quoted = new QuotedMessages(mail, posting, facts);
        var shown = isReply && posting.Kind == MessageKind.Comment ? WithoutNotes(mail, quoted) : mail;
        var parts = isReply ? shown.Split(ReadingBudget.Unlimited, quoted.All) : shown.ReplyText;
        var isWhole = parts is { Quoted.Length: 0, Signature.Length: 0 } || !(isReply || shown.IsReply);
        return new ShownMail(
            shown,
            isWhole ? null : parts.New,
            parts.Signature is { Length: > 0 } signature ? signature : null
        );
    }

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
