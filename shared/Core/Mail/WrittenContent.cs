using Postern.Core.Text;

namespace Postern.Core.Mail;

/// <summary>
/// What the sender of a mail wrote. Copies of one mail that came by several ways agree in it, whatever lists and gateways
/// added: subject prefixes, banners, footers, other encodings. Other words or files are another mail, even under the
/// same Message-Id.
/// </summary>
/// <param name="Frame">Hash of the author, the date and the attached files.</param>
/// <param name="Subject">The subject as it came.</param>
/// <param name="FromList">Whether fields of a mailing list show that one distributed it.</param>
/// <param name="Text">The plain text.</param>
/// <param name="Html">The text of the HTML; null without one, and where <paramref name="Text"/> was made of it.</param>
public sealed record WrittenContent(
    string Frame,
    string Subject,
    bool FromList,
    ContentReadings Text,
    ContentReadings? Html
)
{
    private const int HashLength = 20;

    internal static readonly WrittenContent Nothing = new("", "", FromList: false, new ContentReadings([""], []), null);

    /// <summary>Hash of the content as it came.</summary>
    internal string Whole => Hash.Of(HashLength, Frame, Subject, Text.Whole, Html?.Whole ?? "");

    /// <summary>Whether both were written as one mail. A list may have left the HTML out.</summary>
    internal bool IsSame(WrittenContent other) =>
        Frame == other.Frame
        && SubjectMarks.AreSame((Subject, FromList), (other.Subject, other.FromList))
        && Text.Match(other.Text)
        && (Html is null || other.Html is null || Html.Match(other.Html));

    /// <summary>The content of a mail.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="sent">What tells when it was sent.</param>
    /// <param name="budget">The budget of its reading.</param>
    internal static WrittenContent Of(IncomingMail mail, string sent, ReadingBudget budget)
    {
        var fromList = mail.Message.Headers.Any(header => AutomaticMailFields.IsOfList(header.Field));
        var author = mail.NamedFrom?.Address ?? mail.FromText ?? "";
        return new WrittenContent(
            Hash.Of(HashLength, author, sent, mail.Files),
            mail.Subject,
            fromList,
            TextReadings.Of(mail.Words, fromList, budget),
            mail is { Html: { } html, HasPlainText: true }
                ? TextReadings.Of(HtmlWords.Of(html, budget), fromList, budget)
                : null
        );
    }
}
