namespace Postern.Core.Migration;

/// <summary>Says of each column once that it has no counterpart, or is not known.</summary>
internal static class ColumnNotes
{
    public static void Add(OdooImportNotes notes, ExportTable table, ExportColumn column)
    {
        if (Message(table.Model, column) is { } message)
            notes.Once(OdooNoteKind.Ignored, table.File, column.ShownTitle, message);
    }

    private static string? Message(string model, ExportColumn column)
    {
        if (column.Field is { Use: FieldUse.Secret })
            return "it holds secrets, which are in no file: set the variables instead";
        if (column.Field is { Use: FieldUse.None } unused)
            return $"it has no counterpart: {unused.Reason}";
        if (column.Field is not null)
            return null;
        return FieldTable.Nearest(model, column.Title) is { } nearest
            ? $"it is no column of {model} that is known; the nearest is '{nearest}'"
            : $"it is no column of {model} that is known";
    }
}
