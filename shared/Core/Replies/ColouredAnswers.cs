using Postern.Core.Html;

namespace Postern.Core.Replies;

/// <summary>
/// Tells whether the author may have answered inside the quote by colour, as Outlook's users do. Nobody can know: the
/// quoted mail may have been coloured itself.
/// </summary>
internal static class ColouredAnswers
{
    /// <summary>
    /// Whether the newest quoted mail, up to the header of the next one, has lines that stand out and others that do
    /// not.
    /// </summary>
    public static bool MayBeIn(IReadOnlyList<HtmlLine> lines, ReplyPart[] parts)
    {
        var (coloured, plain, headers) = (false, false, 0);
        for (var i = 0; i < lines.Count && headers < 2; i++)
        {
            var line = lines[i];
            // Where quotes have marks, what is between them is an answer anyway.
            if (parts[i] != ReplyPart.Quoted || line.Text.Length == 0 || line.Depth > 0 || line.Mark == LineMark.Quote)
                continue;
            if (QuotedFields.OfLine(line.Text, out _) == QuotedField.From)
                headers++;
            else if (headers > 0)
                (coloured, plain) = (coloured || line.IsColoured, plain || IsText(line));
        }
        return coloured && plain;
    }

    private static bool IsText(HtmlLine line) => !line.IsColoured && QuotedFields.OfLine(line.Text, out _) is null;
}
