namespace Postern.Core.Wording;

/// <summary>Names of the texts that the gateway writes itself, as the files of the languages have them.</summary>
internal static class TextNames
{
    public const string Quote = "quote";
    public const string QuoteOf = "quoteOf";
    public const string Heading = "heading";
    public const string Follows = "follows";
    public const string Named = "named";
    public const string NoteFollows = "noteFollows";
    public const string NoteNamed = "noteNamed";
    public const string Stranger = "stranger";
    public const string FilesLeftOut = "filesLeftOut";
    public const string Open = "open";
    public const string Stop = "stop";

    public const string PageStop = "pageStop";
    public const string PageStopText = "pageStopText";
    public const string PageStopped = "pageStopped";
    public const string PageNotFollowing = "pageNotFollowing";
    public const string PageNoMail = "pageNoMail";
    public const string PageFollowAgain = "pageFollowAgain";
    public const string PageUnsubscribe = "pageUnsubscribe";
    public const string PageUnsubscribeText = "pageUnsubscribeText";
    public const string Unsubscribe = "unsubscribe";
    public const string PageUnsubscribed = "pageUnsubscribed";
    public const string PageUnsubscribedText = "pageUnsubscribedText";
    public const string PageResubscribe = "pageResubscribe";
    public const string PageMailingsStopped = "pageMailingsStopped";
    public const string PageMailingsStoppedText = "pageMailingsStoppedText";
    public const string PageBadLink = "pageBadLink";
    public const string PageBadLinkText = "pageBadLinkText";
}
