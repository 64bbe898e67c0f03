using Postern.Core.Text;

namespace Postern.Core.Reports.Reading;

/// <summary>The text of a notice, separated from the returned mail that many systems append to it.</summary>
internal sealed class NoticeText
{
    private const int MostLines = 500;
    private const int MostLinesSearched = MostLines * 4;
    private const int LongestLine = 1000;

    public NoticeText(string text)
    {
        var lines = text.Split('\n').Take(MostLinesSearched).Select(line => line.TrimEnd('\r', ' ', '\t')).ToList();
        var divider = lines.FindIndex(NoticeDividers.IsDivider);
        var end = divider < 0 ? lines.Count : divider;
        Lines = lines.Take(Math.Min(end, MostLines)).Select(Shorten).ToList();
        Text = string.Join('\n', Lines);
        // A header line is part of the returned mail; a heading is not.
        var dividerIsHeader = NoticeDividers.IsHeader(lines.ElementAtOrDefault(end));
        ReturnedMail = string.Join('\n', lines.Skip(dividerIsHeader ? end : end + 1));
    }

    /// <summary>The lines before the returned mail, without trailing white space.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>The same as one text.</summary>
    public string Text { get; }

    /// <summary>All text from the returned mail on; "" without one.</summary>
    public string ReturnedMail { get; }

    /// <summary>The header of the returned mail; empty without one.</summary>
    public FieldBlock Original =>
        field ??= FieldBlock.All(ReturnedMail).FirstOrDefault(IsMailHeader) ?? new FieldBlock();

    private static bool IsMailHeader(FieldBlock block) =>
        block.Has("Message-ID") || block.Has("From") || block.Has("Received");

    private static string Shorten(string line) => CutText.At(line, LongestLine);
}
