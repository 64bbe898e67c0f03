namespace Postern.Core.Migration;

/// <summary>Something that is not in the file as it was in Odoo, or that a person has to decide.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="File">The export; null = all of them.</param>
/// <param name="Row">The row in it, as a spreadsheet counts: the titles are row 1. Null = the whole file.</param>
/// <param name="Name">What the record is called; null where it has no name.</param>
/// <param name="Field">The column or member; null = the whole record.</param>
/// <param name="Message">What, and why.</param>
public sealed record OdooImportNote(
    OdooNoteKind Kind,
    string? File,
    int? Row,
    string? Name,
    string? Field,
    string Message
)
{
    /// <summary>The note in one line.</summary>
    public override string ToString()
    {
        var place = (File, Row) switch
        {
            (null, _) => "",
            (_, null) => $"{File}: ",
            _ => $"{File}:{Row}: ",
        };
        var subject = string.Join(", ", new[] { Name, Field }.OfType<string>());
        return $"{Word}: {place}{subject}{(subject.Length > 0 ? ": " : "")}{Message}";
    }

    private string Word =>
        Kind switch
        {
            OdooNoteKind.LeftOut => "left out",
            OdooNoteKind.Ignored => "ignored",
            OdooNoteKind.Changed => "changed",
            _ => "check",
        };
}

/// <summary>Kind of a note.</summary>
public enum OdooNoteKind
{
    /// <summary>A record that is not in the file.</summary>
    LeftOut,

    /// <summary>A column or a parameter without a counterpart.</summary>
    Ignored,

    /// <summary>Something that is in the file otherwise than in Odoo.</summary>
    Changed,

    /// <summary>Something to check, or to do.</summary>
    Check,
}
