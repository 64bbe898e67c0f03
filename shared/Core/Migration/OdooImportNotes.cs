using Postern.Core.Text;

namespace Postern.Core.Migration;

/// <summary>
/// The notes of an import. What is said of many rows alike is said of the first ones, and then counted, so that the
/// notes of a hundred thousand contacts can be read.
/// </summary>
internal sealed class OdooImportNotes
{
    private const int MostAlike = 20;
    private const int Most = 1000;
    private const int MostOnce = 500;
    private const int LongestName = 80;
    private const int LongestMessage = 300;

    private readonly List<OdooImportNote> _notes = [];
    private readonly Dictionary<(OdooNoteKind, string?, string?, string), int> _alike = [];
    private int _ofRows;
    private int _once;
    private int _dropped;

    /// <summary>The notes, what was left out first.</summary>
    public IReadOnlyList<OdooImportNote> All =>
        [
            .. _notes
                .Concat(Counted())
                .OrderBy(note => note.Kind)
                .ThenBy(note => note.File)
                .ThenBy(note => note.Row ?? 0),
        ];

    public void LeftOut(string file, int row, string? name, string? field, string message) =>
        Add(new(OdooNoteKind.LeftOut, file, row, name, field, message), message);

    public void LeftOut(ExportRecord record, string? name, string? field, string message) =>
        LeftOut(record.File, record.Row, name, field, message);

    public void Changed(ExportRecord record, string? name, string? field, string message) =>
        Add(new(OdooNoteKind.Changed, record.File, record.Row, name, field, message), message);

    public void Check(ExportRecord record, string? name, string? field, string message) =>
        Add(new(OdooNoteKind.Check, record.File, record.Row, name, field, message), message);

    /// <summary>Something about an export as a whole, or about all; said once.</summary>
    public void Once(OdooNoteKind kind, string? file, string? field, string message)
    {
        if (!_alike.TryAdd((kind, file, field, message), 1))
            return;
        // What is to be done after any import is of a few sentences, and must not be crowded out.
        if ((file, field) is (null, null) || ++_once <= MostOnce)
            _notes.Add(Cut(new OdooImportNote(kind, file, null, null, field, message)));
        else
            _dropped++;
    }

    private void Add(OdooImportNote note, string alike)
    {
        var key = (note.Kind, note.File, note.Field, alike);
        var count = _alike[key] = _alike.GetValueOrDefault(key) + 1;
        if (count > MostAlike)
            return;
        if (++_ofRows <= Most)
            _notes.Add(Cut(note));
        else
            _dropped++;
    }

    private IEnumerable<OdooImportNote> Counted()
    {
        foreach (var ((kind, file, field, message), count) in _alike.Where(one => one.Value > MostAlike))
            yield return Cut(new(kind, file, null, null, field, $"{count - MostAlike} more rows alike: {message}"));
        if (_dropped > 0)
            yield return new(OdooNoteKind.Check, null, null, null, null, $"{_dropped} more notes are not shown");
    }

    private static OdooImportNote Cut(OdooImportNote note) =>
        note with
        {
            File = Shown(note.File, LongestName),
            Name = Shown(note.Name, LongestName),
            Field = Shown(note.Field, LongestName),
            Message = Shown(note.Message, LongestMessage)!,
        };

    private static string? Shown(string? text, int longest) =>
        text is null ? null : CutText.At(ShownText.Clean(text), longest);
}
