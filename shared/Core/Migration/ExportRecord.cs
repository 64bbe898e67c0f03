using System.Globalization;
using System.Text;

namespace Postern.Core.Migration;

/// <summary>A record of an export.</summary>
internal sealed class ExportRecord
{
    private readonly ExportTable _table;
    private readonly string[] _cells;
    private readonly Dictionary<int, StringBuilder> _longer = [];

    public ExportRecord(ExportTable table, int row, string[] cells)
    {
        (_table, Row) = (table, row);
        _cells = [.. table.Columns.Select((column, index) => Kept(column, index < cells.Length ? cells[index] : ""))];
    }

    public string File => _table.File;

    /// <summary>The row, as a spreadsheet counts.</summary>
    public int Row { get; }

    /// <summary>How many rows it has: its own, and those that continue it.</summary>
    public int Rows { get; private set; } = 1;

    /// <summary>Whether the export has a column.</summary>
    public bool Has(string field, string inner = "") => _table.Indexes.Contains((field, inner));

    /// <summary>What stands in a column; null when there is none, or nothing in it.</summary>
    public string? Text(string field, string inner = "")
    {
        foreach (var index in _table.Indexes[(field, inner)])
        {
            if (Cell(index) is { Length: > 0 } text)
                return text;
        }
        return null;
    }

    /// <summary>Whether a column of a secret has something in it; null when there is no such column.</summary>
    public bool? Secret(string field) => Has(field) ? Text(field) is not null : null;

    /// <summary>A flag, which Odoo writes as <c>True</c> or as nothing; the default without the column.</summary>
    public bool Flag(string field, bool otherwise, string inner = "") =>
        !Has(field, inner)
            ? otherwise
            : Text(field, inner) is { } text && WordTable.Choices.Find("flag", text) is not "false";

    /// <summary>The technical value of a selection; null when it has none, or one that is not known.</summary>
    public string? Choice(string field) => Text(field) is { } text ? WordTable.Choices.Find(field, text) : null;

    /// <summary>A whole number, which a spreadsheet may have given decimals; null when there is none.</summary>
    public int? Number(string field)
    {
        var isNumber = decimal.TryParse(Text(field), NumberStyles.Number, CultureInfo.InvariantCulture, out var number);
        return isNumber && number == decimal.Truncate(number) && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : null;
    }

    /// <summary>The id of the record in Odoo's database, where the export has it.</summary>
    public string? DatabaseId =>
        Text(".id")
        ?? (
            Text("id") is { } id
            && id.Split('_') is [.., var number, _]
            && id.StartsWith("__export__.", StringComparison.Ordinal)
                ? number
                : null
        );

    /// <summary>Takes the cells of a row that belongs to this one.</summary>
    /// <param name="cells">The cells.</param>
    /// <param name="row">The row, as a spreadsheet counts.</param>
    /// <exception cref="OdooImportException">The record has too many such rows.</exception>
    public void Append(string[] cells, int row)
    {
        if (Rows++ > ImportLimits.Continuations)
            throw new OdooImportException(
                File,
                $"has more than {ImportLimits.Continuations} rows of a list below row {Row}, until row {row}: "
                    + "export without that list's column"
            );
        foreach (var (column, index) in _table.Columns.Select((column, index) => (column, index)))
        {
            var more = index < cells.Length ? Kept(column, cells[index]) : "";
            if (!column.IsPath || more.Length == 0)
                continue;
            if (_cells[index].Length == 0)
                _cells[index] = more;
            else
                Longer(index).Append(',').Append(more);
        }
    }

    private StringBuilder Longer(int index) =>
        _longer.TryGetValue(index, out var longer) ? longer : _longer[index] = new StringBuilder(_cells[index]);

    // A cell that rows follow is put together once, when it is asked for.
    private string Cell(int index)
    {
        if (_longer.Remove(index, out var longer))
            _cells[index] = longer.ToString();
        return _cells[index];
    }

    private static string Kept(ExportColumn column, string cell)
    {
        if (string.IsNullOrWhiteSpace(cell))
            return "";
        if (column.IsSecret)
            return "*";
        // Columns without a counterpart are only asked for whether they have something in them.
        if (column.Field is not { Use: FieldUse.Read or FieldUse.Silent })
            return "x";
        // Odoo puts an apostrophe before what a spreadsheet would take for a formula.
        return cell is ['\'', '=' or '+' or '-', ..] ? cell[1..].Trim() : cell.Trim();
    }

    /// <summary>Whether a column has something in it.</summary>
    public bool IsFilled(int column) => _cells[column].Length > 0;
}
