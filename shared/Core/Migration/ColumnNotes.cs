namespace Postern.Core.Migration;

/// <summary>Says of each column once that it has no counterpart, or is not known.</summary>
internal static class ColumnNotes
{
    /// <param name="notes">Where it is said.</param>
    /// <param name="table">The export.</param>
    /// <param name="index">The column, from 0.</param>
    public static void Add(OdooImportNotes notes, ExportTable table, int index)
    {
        var column = table.Columns[index];
        if ((Message(table.Model, column) ?? SecondMessage(table, column, index)) is { } message)
            notes.Once(OdooNoteKind.Ignored, table.File, column.ShownTitle, message);
    }

    // A record has one value: the first of its columns that has something in it.
    private static string? SecondMessage(ExportTable table, ExportColumn column, int index)
    {
        if (column.Field is not { Use: FieldUse.Read } field)
            return null;
        var first = table.Indexes[(field.Name, column.Inner)].First();
        return first == index
            ? null
            : $"column {index + 1} is of the same field as column {first + 1}, '{table.Columns[first].ShownTitle}': it "
                + "is read only where that has nothing";
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
