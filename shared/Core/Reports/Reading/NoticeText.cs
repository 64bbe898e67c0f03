namespace Postern.Core.Reports.Reading;

/// <summary>The words of a report, parted from the returned mail that many systems append to them.</summary>
internal sealed class NoticeText
{
    private const int MostLines = 500;
    private const int LongestLine = 1000;

    public NoticeText(string text)
    {
        var lines = text.Split('\n').Take(MostLines * 4).Select(line => line.TrimEnd('\r', ' ', '\t')).ToList();
        var end = lines.FindIndex(NoticeDividers.Begins);
        if (end < 0)
            end = lines.Count;
        Lines = lines
            .Take(Math.Min(end, MostLines))
            .Select(line => line.Length > LongestLine ? line[..LongestLine] : line)
            .ToList();
        Rest = string.Join('\n', lines.Skip(NoticeDividers.IsHeader(lines.ElementAtOrDefault(end)) ? end : end + 1));
        Words = string.Join('\n', Lines);
    }

    /// <summary>The lines before the returned mail, without white space at their ends.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>The same as one text.</summary>
    public string Words { get; }

    /// <summary>All from the returned mail on; "" without one.</summary>
    public string Rest { get; }

    /// <summary>The header of the returned mail; empty without one.</summary>
    public FieldBlock Original =>
        field ??=
            FieldBlock
                .All(Rest)
                .FirstOrDefault(block => block.Has("Message-ID") || block.Has("From") || block.Has("Received"))
            ?? new FieldBlock();
}
