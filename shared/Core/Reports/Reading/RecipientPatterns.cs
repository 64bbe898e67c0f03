using System.Text.RegularExpressions;

namespace Postern.Core.Reports.Reading;

/// <summary>Where a line names a recipient.</summary>
/// <param name="Text">The text that holds one address or more.</param>
/// <param name="Context">The part of the line that may state the reason.</param>
internal sealed record AddressMatch(string Text, string Context);

/// <summary>Finds a recipient on one line of a notice; null when the line names none in this way.</summary>
internal delegate AddressMatch? AddressPattern(string line);

/// <summary>The ways in which the lines of a notice name a recipient.</summary>
internal static partial class RecipientPatterns
{
    /// <summary>
    /// An address, or a label and an address, begins the line: <c>&lt;a@b&gt;:</c>, <c>Recipient: a@b</c>.
    /// </summary>
    public static AddressMatch? Heading(string line)
    {
        if (LeadingAddress().Match(line) is { Success: true } leading)
            return new(leading.Groups["address"].Value, leading.Groups["why"].Value);
        if (LabelledAddress().Match(line) is not { Success: true } labelled)
            return WithReason(line);
        var groups = labelled.Groups;
        return new(groups["address"].Value, $"{groups["label"].Value} {groups["why"].Value}");
    }

    // "a@b Invalid Address, ERROR_CODE :550": what follows the address is no sentence about something else.
    private static AddressMatch? WithReason(string line)
    {
        if (AddressAndText().Match(line) is not { Success: true } match)
            return null;
        var why = match.Groups["why"].Value;
        var isReason = ReasonMatcher.Match(why) != BounceReason.Unknown || SmtpCodes.Find(why).ReplyCode is not null;
        return isReason ? new(match.Groups["address"].Value, why) : null;
    }

    /// <summary>The field of the returned mail that a notice repeats: <c>To: a@b</c>.</summary>
    public static AddressMatch? Field(string line) => WholeLine(line, ToField());

    /// <summary>
    /// SMTP commands and replies: <c>RCPT TO:&lt;a@b&gt;</c>, <c>550 5.1.1 &lt;a@b&gt;... User unknown</c>.
    /// </summary>
    public static AddressMatch? Transcript(string line) => WholeLine(line, TranscriptAddress());

    /// <summary>"… your message to a@b could not …", "mailbox a@b is …", "… is full: a@b".</summary>
    public static AddressMatch? Sentence(string line) => WholeLine(line, AddressInSentence());

    /// <summary>An address anywhere on a line that does not name the sender or a contact.</summary>
    public static AddressMatch? Anywhere(string line)
    {
        var namesOthers = Array.Exists(
            NoticePhrases.OtherPeople,
            phrase => line.Contains(phrase, StringComparison.OrdinalIgnoreCase)
        );
        return namesOthers ? null : new(line, line);
    }

    /// <summary>The canonical address that begins the line, or null.</summary>
    public static string? AddressAtStart(string line) =>
        LeadingAddress().Match(line) is { Success: true } match
            ? ReportAddress.Canonical(match.Groups["address"].Value)
            : null;

    /// <summary>Whether the line announces the sender's address on the next line.</summary>
    public static bool EndsWithSenderLabel(string line) => SenderLabel().IsMatch(line);

    private static AddressMatch? WholeLine(string line, Regex pattern) =>
        pattern.Match(line) is { Success: true } match ? new(match.Groups["address"].Value, line) : null;

    private const RegexOptions Linear =
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase;

    private const string Address = """(?<address>[^\s<>()\[\]{},;:"'|]+@[^\s<>()\[\]{},;:"'|@]+)""";
    private const string Bullet = """(?:[*•·>\-–=#\s]|--|&gt;)*""";
    private const string Open = """["'<(\[*„“«]*(?:mailto:)?""";
    private const string Close = """[>"')\]*“”»]*""";

    private const string RecipientLabel =
        "(?:the )?(?:following |intended |failed |original |final |invalid |unknown |e-?mail |mail )*"
        + "(?:recipients?|addressees?|address(?:es)?|users?|mailbox|accounts?"
        + "|rcpt(?:[ -]?to)?|destinataires?|empfänger|destinatarios?|destinatários?|ontvangers?|mottaga?re|mottaker|modtager"
        + "|vastaanottaja|odbiorca|adresat|příjemce|príjemca|címzett|destinatar|alıcı|παραλήπτης|получател[ья]|одержувач"
        + "|收件人(?:邮件地址|地址)?|收件者(?:地址)?|宛先|수신자|받는 사람)";

    private const string FailureLabel =
        "[a-z' -]*(?:failed|error-for|undeliverable|delivered|returned permanent errors|is full)(?: to)?";

    private const string SentTo =
        "(?:message|mail|e-mail|email|letter|delivery|deliver|delivering|delivered|addressed|send|sending|sent) "
        + """(?:\w+ ){0,4}(?:to|for)""";

    private const string Mailbox = """mailbox|recipient|user|account|address|quota \w+ for|is full|unknown""";

    private const string SentToInOtherLanguages = "nachricht an|mail an|message à|mensaje a|mensagem para|messaggio a";

    [GeneratedRegex(
        "^"
            + Bullet
            + Open
            + Address
            + Close
            + """\s*(?:$|[.,:;]$|(?::|;|\.\.\.|,|-|–|=|\(|\[|\bon\b|#|\||\.\s)\s*(?<why>.*)$)""",
        Linear
    )]
    private static partial Regex LeadingAddress();

    [GeneratedRegex("^" + Bullet + Open + Address + Close + """\s+(?<why>\S.*)$""", Linear)]
    private static partial Regex AddressAndText();

    [GeneratedRegex("""^(?:to|an|à|para|a|aan|till|til|do|кому)\s*:\s*(?:[^@<>]*\s)?""" + Open + Address, Linear)]
    private static partial Regex ToField();

    [GeneratedRegex(
        "^"
            + Bullet
            + $"""(?<label>(?:{RecipientLabel}|{FailureLabel})(?:\s*\([a-z]+\))?)\s*[:=：]+\s*"""
            + Open
            + Address
            + Close
            + "(?<why>.*)$",
        Linear
    )]
    private static partial Regex LabelledAddress();

    [GeneratedRegex(
        """(?:rcpt to:\s*|recipient to:\s*|^(?:received|sent)?[<>\s-]*[45][0-9][0-9][ -](?:[45]\.[0-9]\.[0-9]+ )?)"""
            + Open
            + Address,
        Linear
    )]
    private static partial Regex TranscriptAddress();

    [GeneratedRegex(
        $"""(?:{SentTo}|{Mailbox}|{SentToInOtherLanguages})(?:\s*:)?(?:\s+|["'<(\[])""" + Open + Address + Close,
        Linear
    )]
    private static partial Regex AddressInSentence();

    [GeneratedRegex(
        """(?:sent by|sender|from|contact|written by|support at|mail to)\s*:?$""",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase
    )]
    private static partial Regex SenderLabel();
}
