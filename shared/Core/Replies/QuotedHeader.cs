namespace Postern.Core.Replies;

/// <summary>Recognises the header that Outlook and others write above a quoted mail.</summary>
internal static class QuotedHeader
{
    // Long names and subjects may be wrapped.
    private const int MostLines = 12;

    /// <summary>Whether the header of an earlier mail begins at this line.</summary>
    public static bool Begins(IReadOnlyList<ReplyLine> lines, int at)
    {
        if (QuotedFields.OfLine(lines[at].Text) is not (QuotedField.From or QuotedField.Sent or QuotedField.Date))
            return false;
        var fields = new HashSet<QuotedField>();
        var hasAddress = false;
        for (var i = at; i < Math.Min(lines.Count, at + MostLines) && !lines[i].IsBlank; i++)
        {
            if (QuotedFields.OfLine(lines[i].Text) is { } field)
                fields.Add(field);
            hasAddress |= lines[i].Text.Contains('@', StringComparison.Ordinal);
        }
        // A person may also write "From: Paris, To: Oslo"; a mail header has an address or the time of sending.
        var hasSendingTime = fields.Contains(QuotedField.Sent) && fields.Count >= 3;
        return fields.Count >= 2 && (hasAddress || hasSendingTime);
    }

    /// <summary>
    /// The same below a line that already looks like a divider: a From field is enough, and blank lines may precede it.
    /// </summary>
    public static bool BeginsAfterDivider(IReadOnlyList<ReplyLine> lines, int at)
    {
        while (at < lines.Count && lines[at].IsBlank)
            at++;
        if (at >= lines.Count)
            return false;
        return Begins(lines, at) || QuotedFields.OfLine(lines[at].Text) == QuotedField.From;
    }
}
