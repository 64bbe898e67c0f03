using System.Text.RegularExpressions;

namespace Postern.Core.Delivery;

/// <summary>
/// What servers write in 4yz and 5yz replies, in lower case and without addresses (<see cref="ReplyReading"/> asks in
/// the order of the members).
/// </summary>
internal static partial class ReplyWords
{
    private const RegexOptions Linear =
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>The recipient receives too much, from whomever.</summary>
    [GeneratedRegex(
        """\b(user|recipient|mailbox|inbox|account|addressee)\b.{0,60}\breceiv(e|es|ed|ing)\b"""
            + """.{0,30}\b(rate|limits?|too|quickly|fast|throttl\w*|per)\b"""
            + """|\breceiv(e|ing) (limits?|rate|quota)\b|\breceiving (mail|e-?mail|messages) (too|at)\b"""
            + """|\brecipient'?s? (thread|mailbox|inbox)\b.{0,40}\b(limits?|exceed\w*|throttl\w*|too)\b"""
            + """|\b(user|recipient|mailbox|inbox)\b.{0,30}\bincoming\b|\btoo many (messages|mails) (stored|on the server)"""
            + """|\btoo many (messages|mails) in (the |his |her |their |this |your )?(mailbox|mail ?box|inbox|folder)\b"""
            + """|\brecipient's per[- ]|\bper[- ]recipient\b|\bsame recipient\b|\bto (this|that|the same|one) """
            + """(recipient|user|mailbox|address)\b|\b(mailbox|inbox)\b.{0,40}\b(too (fast|quickly)|throttl\w*)\b""",
        Linear
    )]
    public static partial Regex RecipientGetsTooMuch();

    /// <summary>The gateway sends too much or too fast, or has too many connections.</summary>
    [GeneratedRegex(
        """\bthrottling failure\b|\b(sending|sender'?s?|send|sent|submission|outgoing|outbound|relay(ing)?) """
            + """((mail|message|e-?mail|thread|user|account) )?(rates?|limits?|quotas?|volumes?)\b"""
            + """|submissionquota|storedrv\.(submission|clientsubmit)|\bmax(imum)? defers\b|\bflood\w*"""
            + """|\b(rate|connection|session|concurren\w+)[- ]?(connections? |sessions? )?limit\w*"""
            + """|\b(daily|hourly)\b.{0,30}\b(limits?|quotas?|maximum)\b"""
            + """|\b(messages?|e-?mails?|mails?|recipients?)\b.{0,20}\b(per|an|each|every) (\d+ )?(second|minute|hour|day)"""
            + """|\b(\d+|too many) (messages?|e-?mails?|mails?|recipients?)\b.{0,20}\b(this|in|within|last|past|today)\b"""
            + """|\b(too many|maximum|max\.?|limit|exceed\w*|number) .{0,40}\b(connections?|sessions?|channels?|threads)\b"""
            + """|\b(connections?|sessions?)\b.{0,30}\b(exceed\w*|limits?|too many|throttl\w*)\b"""
            + """|\btrop de connexions\b|\bzu viele verbindungen\b"""
            + """|\b(message|mail|e-?mail|recipient|delivery) rate\b|\brate of (unsolicited )?(e-?mails?|mails?|messages?)\b"""
            + """|\b(unusual|excessive|unexpected) (message |mail |sending )?(rate|volume|traffic)\b"""
            + """|\b(exceed\w*|over|above|beyond)( the| its| their| your)? (threshold|permitted limits?|sending)"""
            + """|\bhas been (temporarily )?rate[- ]?limited\b|\[tss?\d+\]|\b(try again|please send|sending) slower\b"""
            + """|\byour (ip|host|server|domain|account|network|user)\b.{0,40}\b(limits?|quota|rate|too (many|much|fast))\b""",
        Linear
    )]
    public static partial Regex GatewaySendsTooMuch();

    /// <summary>The server is overloaded or has run out of something, whatever the mail.</summary>
    [GeneratedRegex(
        """\b(server|system|service|host|site|too|temporarily|currently) (is )?((too|very|temporarily|currently) )?busy\b"""
            + """|\boverload\w*|\b(load( average)?|traffic) (is )?(too )?high\b|\b(too much|high|heavy) load\b"""
            + """|\bresources?\b.{0,30}\b(unavailable|not available|exhausted|insufficient|exceeded|low)\b"""
            + """|\b(insufficient|not enough|out of|lack of|low on|no) (system |server )?(resources?|memory)\b"""
            + """|\binsufficient system\b|\b(disk|file ?system|spool|queue|system|server|partition) (is )?(too )?full\b"""
            + """|\bno space left on\b|\bnot accepting (network )?(messages|mail|connections) (now|at)\b|\b(at|over) capacity\b"""
            + """|\bmaintenance\b|\b(shutting|going) down\b|\bbacklog\w*|\bqueue (is )?too (long|large)\b|\bcongest\w*""",
        Linear
    )]
    public static partial Regex Busy();

    /// <summary>A quota is used up; of the recipient unless said otherwise.</summary>
    [GeneratedRegex(
        """\bover-?quota\b|\bquota|\b(mailbox|mail ?box|inbox|account|user|recipient|maildir|mail ?folder|folder|box)"""
            + """('s)? .{0,40}\b(full|storage|space|size limit|local limit|disk limit)\b|\bfull (mailbox|inbox)\b"""
            + """|\b(exceed\w*|out of|insufficient|not enough|no) .{0,20}\b(mailbox|user|recipient)\b"""
            + """|\b(mailbox|inbox|user|recipient|account)\b.{0,30}\b(exceed\w*|(over|above|at) (its|his|their|the) limit)\b"""
            + """|\boverdrawn\b|\bmail(box)? data\b"""
            + """|\bpostfach\b.{0,20}\bvoll\b|\bbo[iî]te\b.{0,40}\bpleine\b|\bbuz[oó]n lleno\b|\bcasilla llena\b"""
            + """|\bcaixa cheia\b|\bcasella piena\b|переполнен|邮箱已满""",
        Linear
    )]
    public static partial Regex Full();

    /// <summary>Too many recipients in one mail.</summary>
    [GeneratedRegex("""\btoo many recipients\b|\bseparate transaction\b|\brecipients? (count|limit)\b""", Linear)]
    public static partial Regex TooManyRecipients();

    /// <summary>A new sender has to come back for a recipient.</summary>
    [GeneratedRegex("""\bgr[ea]y[- ]?list\w*|\bpostgrey\b|\bgr[ea]ylisted\b""", Linear)]
    public static partial Regex Greylisting();

    /// <summary>Something is too much, without saying whose.</summary>
    [GeneratedRegex(
        """\b(rates?|ratelimit\w*|limits?|limited|limiting|exceed\w*|throttl\w*|too (many|much|fast|quickly|often|"""
            + """frequent\w*)|slow(er|ly)|slow down|unusual|excessive\w*|volume|concurren\w+|back ?off)\b""",
        Linear
    )]
    public static partial Regex TooMuch();

    /// <summary>What else may be too much: the mail itself, or the room for it.</summary>
    [GeneratedRegex(
        """\b(size|large|big|length|long|hops?|loop\w*|headers?|attachments?|parts?|mime|urls?|links?|storage|space|"""
            + """disk|time limit|retries|attempts)\b""",
        Linear
    )]
    public static partial Regex OtherLimit();

    /// <summary>Said of the client for now.</summary>
    [GeneratedRegex("""\brelay\w*|\bclient host\b|\bhelo\b|\byour (ip|host|server|network)\b|\breputation\b""", Linear)]
    public static partial Regex Gateway();

    /// <summary>Said of the client for good.</summary>
    [GeneratedRegex("""\b(relay\w*|denied|block\w*|policy|reputation|blacklist\w*|authenticat\w*|spam)\b""", Linear)]
    public static partial Regex GatewayRefused();
}
