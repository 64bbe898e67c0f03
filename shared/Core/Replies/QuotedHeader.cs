namespace Postern.Core.Replies;

/// <summary>
/// Recognises the header that Outlook and others write above a quoted mail: its fields in any order and language.
/// </summary>
internal static class QuotedHeader
{
    // Long names and subjects may be wrapped.
    private const int MostLines = 16;
    private const int MostWrapped = 4;
    private const int MostBlank = 2;
    private const int MostOnOneLine = 8;

    /// <summary>Number of lines of the header of an earlier mail that begins at this line; 0 when none does.</summary>
    public static int Length(ReplyLines lines, int at)
    {
        var fields = Read(lines, at);
        return fields.IsMailHeader ? fields.End - at : 0;
    }

    /// <summary>
    /// The same below a line that already looks like a divider: two fields are enough, and blank lines may precede them.
    /// </summary>
    public static bool BeginsAfterDivider(ReplyLines lines, int at)
    {
        var first = lines.NextText(at);
        if (first >= lines.Count)
            return false;
        return QuotedFields.OfLine(lines[first].Text, out _) == QuotedField.From || Read(lines, first).Kinds >= 2;
    }

    private static FieldsOfHeader Read(ReplyLines lines, int at)
    {
        var fields = new FieldsOfHeader();
        if (QuotedFields.OfLine(lines[at].Text, out _) is null or QuotedField.Cc)
            return fields;
        var (wrapped, blank) = (0, 0);
        for (var i = at; i < Math.Min(lines.Count, at + MostLines); i++)
        {
            if (lines[i].IsBlank)
            {
                // Every field may be a paragraph of its own.
                if (++blank > MostBlank)
                    break;
                continue;
            }
            var field = QuotedFields.OfLine(lines[i].Text, out var value);
            if (field is null && (blank > 0 || ++wrapped > MostWrapped))
                break;
            fields.Add(field, field is null ? lines[i].Text : value, i + 1);
            AddOnOneLine(fields, value, i + 1);
            blank = 0;
        }
        return fields;
    }

    // "From: Ana Pop <ana@b.example> Sent: Monday 10:00 To: Nora Subject: Visit", where a program has lost the line ends.
    private static void AddOnOneLine(FieldsOfHeader fields, ReadOnlySpan<char> value, int end)
    {
        for (var found = 0; found < MostOnOneLine && value.IndexOf(": ") is > 0 and var colon; found++)
        {
            var before = value[..colon];
            var rest = value[(colon + 2)..];
            var word = before.LastIndexOf(' ') + 1;
            if (QuotedFields.OfName(before[word..]) is { } field)
                fields.Add(field, rest, end);
            value = rest;
        }
    }

    private sealed class FieldsOfHeader
    {
        private readonly HashSet<QuotedField> found = [];
        private bool hasAddress;
        private bool hasTime;
        private bool hasDate;
        private QuotedField last;

        public int End { get; private set; }

        public int Kinds => found.Count;

        /// <summary>
        /// A person may also write "From: Paris, To: Oslo, Date: 3 May". A mail's header has an author, and the date
        /// with its year or time; without that, the author, a recipient, a subject and an address.
        /// </summary>
        public bool IsMailHeader
        {
            get
            {
                if (!found.Contains(QuotedField.From))
                    return hasDate && hasTime && hasAddress && found.Contains(QuotedField.To);
                var hasSubject = found.Contains(QuotedField.Subject);
                var hasWhen = found.Contains(QuotedField.Sent) || found.Contains(QuotedField.Date);
                if (hasSubject && hasWhen && found.Contains(QuotedField.To))
                    return true;
                if (found.Contains(QuotedField.Sent) && (hasDate || hasTime))
                    return true;
                if (found.Contains(QuotedField.Date) && hasDate)
                    return hasSubject || (hasAddress && (hasTime || found.Contains(QuotedField.To)));
                return hasSubject && hasAddress && found.Contains(QuotedField.To);
            }
        }

        public void Add(QuotedField? field, ReadOnlySpan<char> value, int end)
        {
            if (field is { } known)
            {
                found.Add(known);
                last = known;
                End = end;
            }
            var evidence = IntroductionEvidence.Of(FoldedText.Of(value.ToString()));
            hasAddress |= evidence.Address;
            if (last is not (QuotedField.Sent or QuotedField.Date))
                return;
            hasTime |= evidence.Time;
            hasDate |= evidence.Date;
        }
    }
}
