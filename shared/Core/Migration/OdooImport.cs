using Postern.Core.Declarations;

namespace Postern.Core.Migration;

/// <summary>
/// Makes a file of the configuration (<c>postern.yaml</c>) of what Odoo exports as CSV, 16.0 to 18.0. The file can
/// always be written to a gateway that has nothing: what could not is left out, and a note says why.
/// </summary>
public static class OdooImport
{
    private static readonly string[] OfPeople = ["res.partner", "mail.blacklist", "mail.gateway.allowed"];

    /// <param name="uploads">The exports; several may be of one model.</param>
    /// <param name="part">Which part of the file, from 1.</param>
    /// <param name="now">The current time.</param>
    /// <param name="cancellationToken">Ends it, before the next row or plan.</param>
    /// <exception cref="OdooImportException">An export cannot be read.</exception>
    public static OdooImported Read(
        IEnumerable<OdooUpload> uploads,
        int part,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var draft = new OdooDraft();
        Translate(draft, Open(uploads, draft.Notes), now, cancellationToken);
        var parts = DraftParts.Of(draft);
        if (part < 1 || part > parts.Count)
            throw new OdooImportException("part", $"must be a number from 1 to {parts.Count}");
        var yaml = DraftCheck.Write(draft, parts[part - 1], now, cancellationToken);
        return new OdooImported(
            yaml,
            part == 1 ? draft.Variables : [],
            draft.Notes.All,
            draft.Counts(),
            part,
            parts.Count
        );
    }

    private static ILookup<string, ExportTable> Open(IEnumerable<OdooUpload> uploads, OdooImportNotes notes)
    {
        var tables = new List<ExportTable>();
        foreach (var upload in uploads)
        {
            var text = ExportText.Of(upload);
            if (text.Guess is { } charset)
                notes.Once(
                    OdooNoteKind.Check,
                    upload.FileName,
                    null,
                    $"it is not UTF-8; it was read as {charset}: check names"
                );
            tables.Add(ExportTable.Open(upload, text.Text));
        }
        return tables.ToLookup(table => table.Model);
    }

    private static void Translate(
        OdooDraft draft,
        ILookup<string, ExportTable> tables,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var parameters = ParametersOf(Of("ir.config_parameter"));
        var (domains, models) = (new MigratedDomains(draft), new MigratedModels(draft));
        var (servers, people) = (new MigratedServers(draft, parameters), new MigratedPeople(draft, now));
        domains.AddRecords(Of("mail.alias.domain"));
        if (domains.Default is null)
            domains.AddParameters(parameters);
        servers.Add(Of("ir.mail_server"));
        new MigratedMailboxes(draft, models, parameters).Add(Of("fetchmail.server"));
        var settings = new MigratedParameters(draft);
        settings.Add(parameters, domains, servers.ByDatabaseId);
        settings.AddStart();
        var allowsDomains = draft.Has(ConfigurationSection.Parameters, MigratedParameters.Allowed);
        new MigratedAliases(draft, domains, models, allowsDomains).Add(Of("mail.alias"));
        people.AddContacts(Of("res.partner"));
        people.AddBlacklist(Of("mail.blacklist"));
        people.AddAllowed(Of("mail.gateway.allowed"));

        IEnumerable<ExportRecord> Of(string model) =>
            tables[model].SelectMany(table => RecordsOf(table, draft.Notes, cancellationToken));
    }

    private static IEnumerable<ExportRecord> RecordsOf(
        ExportTable table,
        OdooImportNotes notes,
        CancellationToken cancellationToken
    )
    {
        var most = OfPeople.Contains(table.Model) ? ImportLimits.People : ImportLimits.Rows;
        var filled = new bool[table.Columns.Count];
        var count = 0;
        foreach (var record in table.Records(notes, cancellationToken))
        {
            if ((count += record.Rows) > most)
                throw new OdooImportException(
                    table.File,
                    $"has more than {most} rows by that of the record in row {record.Row}: divide it"
                );
            for (var column = 0; column < filled.Length; column++)
                filled[column] |= record.IsFilled(column);
            yield return record;
        }
        for (var column = 0; column < filled.Length; column++)
        {
            if (filled[column])
                ColumnNotes.Add(notes, table, column);
        }
    }

    private static Dictionary<string, ExportRecord> ParametersOf(IEnumerable<ExportRecord> records)
    {
        var parameters = new Dictionary<string, ExportRecord>();
        foreach (var record in records)
        {
            if (record.Text("key") is { } key)
                parameters[key] = record;
        }
        return parameters;
    }
}
