using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace Postern.Core.Migration;

/// <summary>An export as a table: its model, its columns, and its records.</summary>
internal sealed class ExportTable
{
    // No model has as many, and each unknown title is compared with all that are known.
    private const int MostColumns = 500;

    private readonly string _text;
    private readonly char _separator;

    private ExportTable(OdooUpload upload, string text, string model, char separator, ExportColumn[] columns)
    {
        (File, _text, Model, _separator, Columns) = (upload.FileName, text, model, separator, columns);
        Indexes = columns
            .Select((column, index) => (Key: (column.Field?.Name, column.Inner), Index: index))
            .Where(one => one.Key.Name is not null)
            .ToLookup(one => (one.Key.Name!, one.Key.Inner), one => one.Index);
    }

    public string File { get; }

    public string Model { get; }

    public IReadOnlyList<ExportColumn> Columns { get; }

    /// <summary>Where a field, or something of the record that it refers to, stands.</summary>
    public ILookup<(string Field, string Inner), int> Indexes { get; }

    /// <summary>Reads the titles.</summary>
    /// <exception cref="OdooImportException">They are not those of a model that is read, or of several.</exception>
    public static ExportTable Open(OdooUpload upload, string text)
    {
        if (text.Count('"') % 2 == 1)
            throw new OdooImportException(
                upload.FileName,
                "has a quotation mark that is not closed: the file is damaged, or ends too early"
            );
        var body = WithoutSeparatorLine(text, out var separator);
        var (model, chosen) = ModelGuess.Of(
            upload,
            separator is null ? Candidates(body) : [Titles(body, separator.Value)]
        );
        var columns = chosen.Titles.Select(title => ExportColumn.Of(model, title)).ToArray();
        return new ExportTable(upload, body, model, chosen.Separator, columns);
    }

    /// <summary>The records. What is in columns of secrets, or in none that is read, is not kept.</summary>
    /// <exception cref="OdooImportException">A record has too many rows.</exception>
    public IEnumerable<ExportRecord> Records(OdooImportNotes notes, CancellationToken cancellationToken)
    {
        using var parser = Parser(_text, _separator);
        ExportRecord? record = null;
        var row = 0;
        while (parser.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cells = parser.Record!;
            if (++row == 1 || cells.All(string.IsNullOrWhiteSpace))
                continue;
            if (cells.Skip(Columns.Count).Any(cell => cell.Length > 0))
            {
                notes.LeftOut(File, row, null, null, $"it has more cells than the {Columns.Count} titles");
                continue;
            }
            if (record is not null && Continues(cells))
            {
                record.Append(cells, row);
                continue;
            }
            if (record is not null)
                yield return record;
            record = new ExportRecord(this, row, cells);
        }
        if (record is not null)
            yield return record;
    }

    // Odoo writes a list that a record has as rows of their own, without the record's other cells.
    private bool Continues(string[] cells) =>
        Columns.Any(column => column.IsPath)
        && Columns.Zip(cells).All(pair => pair.First.IsPath || string.IsNullOrWhiteSpace(pair.Second));

    private static IReadOnlyList<ExportTitles> Candidates(string text) =>
        [Titles(text, ','), Titles(text, ';'), Titles(text, '\t')];

    private static ExportTitles Titles(string text, char separator)
    {
        using var parser = Parser(text, separator);
        var isTable = parser.Read() && parser.Record!.Length <= MostColumns;
        return new ExportTitles(separator, isTable ? [.. parser.Record!.Select(title => title.Trim())] : []);
    }

    private static CsvParser Parser(string text, char separator) =>
        new(
            new StringReader(text),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = separator.ToString(),
                IgnoreBlankLines = false,
                // A mark inside a cell that is not quoted is a character like others.
                BadDataFound = null,
            }
        );

    // Excel's own line, which tells it the separator.
    private static string WithoutSeparatorLine(string text, out char? separator)
    {
        separator = null;
        if (
            !text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase)
            || text.Length < 6
            || text[5] is not ('\r' or '\n')
        )
            return text;
        separator = text[4];
        return text[5..].TrimStart('\r', '\n');
    }
}

/// <summary>The first row of an export.</summary>
/// <param name="Separator">What was taken for the separator.</param>
/// <param name="Titles">The titles.</param>
internal sealed record ExportTitles(char Separator, IReadOnlyList<string> Titles);
