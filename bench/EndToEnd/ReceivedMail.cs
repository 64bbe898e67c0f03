using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Bench.EndToEnd;

/// <summary>What the sink tells of a mail, on one line of its output.</summary>
/// <param name="Time">When the last byte of its content was read.</param>
/// <param name="Recipient">Address of RCPT TO.</param>
/// <param name="Tag">The number in its text by which the bench knows it; 0 without one.</param>
/// <param name="MessageId">Message-Id, without brackets.</param>
/// <param name="ReplyTo">The field Reply-To.</param>
internal sealed partial record ReceivedMail(
    DateTimeOffset Time,
    string Recipient,
    int Tag,
    string MessageId,
    string ReplyTo
)
{
    private const char Separator = '\t';

    /// <summary>The text that a mail of the bench holds, by which it is known again.</summary>
    public static string TagText(int number) => FormattableString.Invariant($"(bench {number:D8})");

    public static ReceivedMail Read(DateTimeOffset time, string recipient, ReadOnlySpan<byte> content)
    {
        var text = Encoding.Latin1.GetString(content);
        var tag = TagPattern().Match(text);
        return new ReceivedMail(
            time,
            recipient,
            tag.Success ? int.Parse(tag.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0,
            MessageIdPattern().Match(text).Groups[1].Value,
            ReplyToPattern().Match(text).Groups[1].Value.Trim()
        );
    }

    public string ToLine() =>
        string.Join(
            Separator,
            Time.UtcTicks.ToString(CultureInfo.InvariantCulture),
            Recipient,
            Tag,
            MessageId,
            ReplyTo
        );

    public static ReceivedMail OfLine(string line)
    {
        var parts = line.Split(Separator);
        return new ReceivedMail(
            new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero),
            parts[1],
            int.Parse(parts[2], CultureInfo.InvariantCulture),
            parts[3],
            parts[4]
        );
    }

    [GeneratedRegex(@"\(bench (\d{8})\)")]
    private static partial Regex TagPattern();

    [GeneratedRegex(@"^Message-I[dD]:\s*<([^>]*)>", RegexOptions.Multiline)]
    private static partial Regex MessageIdPattern();

    [GeneratedRegex(@"^Reply-To: ([^\r\n]*)", RegexOptions.Multiline)]
    private static partial Regex ReplyToPattern();
}
