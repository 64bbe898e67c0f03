namespace Postern.Core.Wording;

/// <summary>What the texts of a language are: which there are, and which fields stand in each.</summary>
public static class TextCatalog
{
    private static readonly string[] None = [];

    /// <summary>The texts of mails, which an alias domain may word itself.</summary>
    public static IReadOnlyList<TextKind> Mails { get; } =
    [
        new("catchall", ["address"], Paragraphs: true),
        new("knownContactsOnly", ["address"], Paragraphs: true),
        new("followersOnly", ["address"], Paragraphs: true),
        new("failedAlias", ["address"], Paragraphs: true),
        new("loop", ["address"], Paragraphs: true),
        new(TextNames.Quote, None),
        new(TextNames.QuoteOf, ["subject"]),
        new(TextNames.Heading, ["author", "record"]),
        new(TextNames.Follows, ["record"]),
        new(TextNames.Named, ["author", "record"]),
        new(TextNames.NoteFollows, ["record"]),
        new(TextNames.NoteNamed, ["author"]),
        new(TextNames.Stranger, ["author"]),
        new(TextNames.FilesLeftOut, ["record"]),
        new(TextNames.Open, None),
        new(TextNames.Stop, None),
    ];

    /// <summary>The texts of the pages that links in mails open, which stand in HTML as they are.</summary>
    internal static IReadOnlyList<TextKind> Pages { get; } =
    [
        new(TextNames.PageStop, None),
        new(TextNames.PageStopText, ["address", "record"]),
        new(TextNames.PageStopped, None),
        new(TextNames.PageNotFollowing, None),
        new(TextNames.PageNoMail, ["address", "record"]),
        new(TextNames.PageFollowAgain, None),
        new(TextNames.PageUnsubscribe, None),
        new(TextNames.PageUnsubscribeText, ["address", "sender"]),
        new(TextNames.Unsubscribe, None),
        new(TextNames.PageUnsubscribed, None),
        new(TextNames.PageUnsubscribedText, ["address", "sender"]),
        new(TextNames.PageResubscribe, None),
        new(TextNames.PageMailingsStopped, None),
        new(TextNames.PageMailingsStoppedText, ["address", "sender"]),
        new(TextNames.PageBadLink, None),
        new(TextNames.PageBadLinkText, None),
    ];
}

/// <summary>One text.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Fields">Names in braces that stand for values; each must be in the text.</param>
/// <param name="Paragraphs">Whether it has paragraphs, with an empty line between them; else it is one line.</param>
public sealed record TextKind(string Name, IReadOnlyList<string> Fields, bool Paragraphs = false);
