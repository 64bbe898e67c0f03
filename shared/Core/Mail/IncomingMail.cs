using MimeKit;
using Postern.Core.Addresses;
using Postern.Core.Mime;
using Postern.Core.Replies;
using Postern.Core.Reports;
using Postern.Core.Text;

namespace Postern.Core.Mail;

/// <summary>
/// A parsed mail (RFC 5322, RFC 2045). Header values are decoded and unfolded, addresses canonical, message ids without
/// angle brackets and without white space from folding.
/// </summary>
public sealed record IncomingMail
{
    /// <summary>The MIME tree. Empty when the bytes are not a mail.</summary>
    public required MimeMessage Message { get; init; }

    /// <summary>Message-ID without angle brackets, or null.</summary>
    public string? MessageId { get; init; }

    /// <summary>
    /// The author, where the mail has exactly one From field with exactly one strictly parsed mailbox (RFC 5322
    /// §3.6.2); null where nobody is credited, whatever other fields say.
    /// </summary>
    public EmailAddress? From { get; init; }

    /// <summary>Why <see cref="From"/> credits nobody, as a sentence; null when it credits somebody.</summary>
    public string? FromProblem { get; init; }

    /// <summary>
    /// The first usable address of all From fields, or null. It tells programs and copies of a mail, and credits nobody.
    /// </summary>
    internal EmailAddress? NamedFrom { get; init; }

    /// <summary>The text of the From fields, also without a usable address; null when there is no such field.</summary>
    public string? FromText { get; init; }

    /// <summary>The reverse path of the envelope, else of the Return-Path field; null when unknown or empty.</summary>
    public EmailAddress? ReturnPath { get; init; }

    /// <summary>Whether the reverse path is known to be <c>&lt;&gt;</c> (RFC 5321 §4.5.5).</summary>
    public bool NullReturnPath { get; init; }

    /// <summary>
    /// The To field, and what <c>Destination</c> adds where neither that nor another field names an address of ours.
    /// </summary>
    public IReadOnlyList<EmailAddress> To { get; init; } = [];

    public IReadOnlyList<EmailAddress> Cc { get; init; } = [];

    /// <summary>The To field alone.</summary>
    public IReadOnlyList<EmailAddress> HeaderTo { get; init; } = [];

    /// <summary>The Cc field alone.</summary>
    public IReadOnlyList<EmailAddress> HeaderCc { get; init; } = [];

    /// <summary>
    /// To, Cc, Resent-To, Resent-Cc and the envelope, each address once, and what <c>Destination</c> adds; never From.
    /// </summary>
    public IReadOnlyList<EmailAddress> Recipients { get; init; } = [];

    /// <summary>
    /// The fields of mail servers that say where the mail is, the most telling first; whom its sender chose they do not
    /// say.
    /// </summary>
    internal IReadOnlyList<TraceField> Trace { get; init; } = [];

    /// <summary>
    /// The recipients and every address of the trace. What a signed tag in one of them means, its signature says,
    /// wherever it stands.
    /// </summary>
    public IEnumerable<EmailAddress> Named => Recipients.Concat(Trace.SelectMany(note => note.Addresses));

    /// <summary>
    /// The recipients that the mail is known to have reached, by the envelope or by the trace of the server that
    /// delivered it. Who is only named in To or Cc is not among them.
    /// </summary>
    public IReadOnlyList<EmailAddress> Reached { get; init; } = [];

    public IReadOnlyList<EmailAddress> ReplyTo { get; init; } = [];

    /// <summary>
    /// The authors that lists and groups note when they put their own address into From, X-Original-From.
    /// </summary>
    public IReadOnlyList<EmailAddress> OriginalFrom { get; init; } = [];

    /// <summary>The Sender field (RFC 5322 §3.6.2); null without one.</summary>
    public EmailAddress? Sender { get; init; }

    /// <summary>The addresses of the lists that the mail came through (RFC 2369 §3.4 and older fields).</summary>
    public IReadOnlyList<EmailAddress> Lists { get; init; } = [];

    /// <summary>Message ids of the References field, oldest first.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Message ids of the In-Reply-To field.</summary>
    public IReadOnlyList<string> InReplyTo { get; init; } = [];

    /// <summary>The subject on one line; "" without one.</summary>
    public string Subject { get; init; } = "";

    /// <summary>The Content-Language field, a list of language tags (RFC 3282); null without one.</summary>
    public string? Language => Message.Body?.Headers[HeaderId.ContentLanguage];

    /// <summary>The Date field; null when it is missing or invalid.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>The body as plain text with LF line ends, converted from the HTML if the mail has no text.</summary>
    public string Text { get; init; } = "";

    /// <summary>
    /// The same without what was added to the words of HTML: addresses of links, marks of lists, words of images. Copies
    /// of a mail are told by it.
    /// </summary>
    internal string Words
    {
        get => field ?? Text;
        init;
    }

    /// <summary>
    /// What a reader should know beside the text, as sentences: charsets that were guessed, the state of a signature.
    /// </summary>
    public IReadOnlyList<string> ReadingNotes { get; init; } = [];

    /// <summary>False when <see cref="Text"/> was converted from the HTML.</summary>
    public bool HasPlainText { get; init; }

    /// <summary>The body as received HTML, not sanitised; null when there is only text.</summary>
    public string? Html { get; init; }

    public IReadOnlyList<MailAttachment> Attachments { get; init; } = [];

    /// <summary>Number of Received fields, which is the number of hops (RFC 5321 §6.3).</summary>
    public int ReceivedCount { get; init; }

    /// <summary>Authentication-Results fields unfolded and not decoded, topmost first (RFC 8601).</summary>
    public IReadOnlyList<string> AuthenticationResults { get; init; } = [];

    /// <summary>The strong sign that a machine wrote the mail; null for mail of a person.</summary>
    public AutomaticMail? Automatic { get; init; }

    /// <summary>
    /// The field by which a mail that may be a person's wants no automatic answer, such as <c>List-Id: …</c>; null
    /// without one, and where there is a strong sign. Nothing but notices depends on it.
    /// </summary>
    public string? WeakSign { get; init; }

    /// <summary>
    /// The report about a mail of ours that this mail contains, such as a bounce or a complaint; null without one.
    /// </summary>
    public BounceReport? Report { get; init; }

    /// <summary>
    /// SHA-256 of From, Date and body in base32: what claims know a mail by that has no Message-Id, or that an older
    /// version decided about.
    /// </summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Hash of the attached files, their names and contents; "" without any.</summary>
    internal string Files { get; init; } = "";

    /// <summary>What its sender wrote, by which copies are known that arrived by different routes.</summary>
    internal WrittenContent Written { get; init; } = WrittenContent.Nothing;

    /// <summary>Why the bytes cannot be processed as a mail; null when they can.</summary>
    public string? Problem { get; init; }

    /// <summary>The text split into new text, quote and signature, as that of a reply to a mail that is not known.</summary>
    public ReplyText ReplyText
    {
        get => field ??= Split(ReadingBudget.Unlimited);
        init;
    }

    /// <summary>The same for the HTML; null when there is none.</summary>
    public ReplyText? ReplyHtml => field ??= Html is null ? null : ReplyText.FromHtml(Html);

    /// <summary>Whether it says by itself that it answers a mail, known here or not.</summary>
    internal bool IsReply => ReplySubject.Answers(this);

    /// <summary>The parts of a mail that answers known messages, or one that is not known.</summary>
    internal ReplyText Split(ReadingBudget budget, KnownQuote? known = null) =>
        HasPlainText || Html is null
            ? ReplyText.FromText(Text, budget, known)
            : ReplyText.TextFromHtml(Html, budget, known);
}
