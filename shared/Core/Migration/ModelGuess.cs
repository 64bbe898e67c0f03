namespace Postern.Core.Migration;

/// <summary>Tells of which model an export is: by the part of the form, by the file name, else by its titles.</summary>
internal static class ModelGuess
{
    /// <exception cref="OdooImportException">It cannot be told.</exception>
    public static (string Model, ExportTitles Titles) Of(OdooUpload upload, IReadOnlyList<ExportTitles> candidates)
    {
        if (NamedBy(upload) is { } named)
        {
            var best = candidates.MaxBy(titles => (Score(named, titles), titles.Titles.Count))!;
            return Score(named, best) > 0
                ? (named, best)
                : throw Unknown(upload, $"has no column of {named} that is known");
        }
        var scores = candidates.SelectMany(titles =>
            FieldTable.Models.Select(model => (Model: model, Titles: titles, Score: Score(model, titles)))
        );
        var ranked = scores.OrderByDescending(one => one.Score).ToList();
        if (ranked[0].Score == 0)
            throw Unknown(upload, "has no column that is known");
        var tied = ranked.TakeWhile(one => one.Score == ranked[0].Score).Select(one => one.Model).Distinct().ToList();
        return tied.Count == 1
            ? (ranked[0].Model, ranked[0].Titles)
            : throw new OdooImportException(
                upload.FileName,
                $"may be an export of {string.Join(" or ", tied)}: call the file {tied[0]}.csv, or whichever it is"
            );
    }

    private static OdooImportException Unknown(OdooUpload upload, string what) =>
        new(
            upload.FileName,
            $"{what}: it must be a CSV export from Odoo with titles in its first row, in English or Romanian "
                + "or as technical names, separated by commas, semicolons or tabs; exports are read of "
                + string.Join(", ", FieldTable.Models)
        );

    private static string? NamedBy(OdooUpload upload) =>
        FieldTable.Models.FirstOrDefault(model => model == upload.Part) ?? InName(upload.FileName);

    // As Odoo names its files: "Email Aliases (mail.alias).csv". mail.alias.domain has the name of another in it.
    private static string? InName(string file) =>
        FieldTable.Models.Where(model => Contains(file, model)).MaxBy(model => model.Length);

    private static bool Contains(string file, string model)
    {
        var at = file.IndexOf(model, StringComparison.OrdinalIgnoreCase);
        if (at < 0)
            return false;
        var before = at == 0 || !char.IsAsciiLetterOrDigit(file[at - 1]);
        var end = at + model.Length;
        return before && (end == file.Length || !char.IsAsciiLetterOrDigit(file[end]) && file[end] != '_');
    }

    private static int Score(string model, ExportTitles titles) =>
        titles.Titles.Count(title => ExportColumn.Of(model, title).Field is { Use: not FieldUse.Silent });
}
