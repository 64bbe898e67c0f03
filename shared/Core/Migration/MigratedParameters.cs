using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Declarations;
using Postern.Core.Text;

namespace Postern.Core.Migration;

/// <summary>
/// System parameters (<c>ir.config_parameter</c>). Those of the same name are taken over; of the others a note says why
/// not. Values appear in no note: some are secrets.
/// </summary>
internal sealed class MigratedParameters(OdooDraft draft)
{
    private const ConfigurationSection Section = ConfigurationSection.Parameters;
    public const string Allowed = "mail.catchall.domain.allowed";
    private const string MailingServer = "mass_mailing.mail_server_id";
    private const string Unknown = "it has no counterpart: it is no parameter of mail that is known";

    private const string Mode =
        "mail.mode is hold: nothing is sent until it is live, and what was held is released (docs/mail-mode.md)";

    private const string Selection =
        "mail.server.selection is odoo: servers are chosen in the order of Odoo's code; documented is that of its page";

    private static readonly (string Name, string Reason)[] Reasons =
    [
        .. PhraseFile
            .Load("migration.parameters.txt")
            .Phrases("parameters")
            .Select(WordTable.Split)
            .Select(line => (line.Value, line.Words[0])),
    ];

    /// <param name="parameters">The parameters by their names.</param>
    /// <param name="domains">The alias domains.</param>
    /// <param name="servers">The outgoing servers by their ids in Odoo.</param>
    public void Add(
        IReadOnlyDictionary<string, ExportRecord> parameters,
        MigratedDomains domains,
        IReadOnlyDictionary<string, string> servers
    )
    {
        foreach (var (name, record) in parameters)
        {
            if (ParameterCatalog.Find(name) is { } known)
                Add(known, record, domains);
            else if (name == MailingServer && servers.GetValueOrDefault(record.Text("value") ?? "") is { } server)
                draft.Add(Section, ParameterRules.BulkServer, server, record);
            else
                draft.Notes.Once(OdooNoteKind.Ignored, record.File, name, ReasonOf(name));
        }
    }

    /// <summary>Holds mail at first, where there are servers to send it.</summary>
    public void AddStart()
    {
        if (draft[ConfigurationSection.OutgoingServers].Count == 0)
            return;
        draft.Add(Section, ParameterRules.Mode, "hold", null);
        draft.Add(Section, "mail.server.selection", "odoo", null);
        draft.Notes.Once(OdooNoteKind.Check, null, null, Mode);
        draft.Notes.Once(OdooNoteKind.Check, null, null, Selection);
    }

    private void Add(ParameterDefinition known, ExportRecord record, MigratedDomains domains)
    {
        if (record.Text("value") is not { } text)
            return;
        if (known.OfAliasDomain)
        {
            if (!domains.AreParameters)
                draft.Notes.Once(
                    OdooNoteKind.Ignored,
                    record.File,
                    known.Name,
                    "it is of 16.0; the alias domains have it"
                );
            return;
        }
        var value = known.Name == Allowed ? DomainsOf(text) : text.Trim();
        if (known.Problem(value) is null)
            draft.Add(Section, known.Name, value, record);
        else
            draft.Notes.LeftOut(
                record,
                known.Name,
                "value",
                $"it is not valid here; the default is {known.Default ?? "none"}"
            );
    }

    private static string DomainsOf(string text) =>
        string.Join(
            ", ",
            text.Split(',', StringSplitOptions.TrimEntries).Where(one => DomainNames.Read(one) is not null).Distinct()
        );

    private static string ReasonOf(string name)
    {
        var found = Reasons.FirstOrDefault(one => one.Name == name);
        if (found.Name is null)
            found = Reasons.FirstOrDefault(one =>
                one.Name[^1] == '*' && name.StartsWith(one.Name[..^1], StringComparison.Ordinal)
            );
        return found.Reason ?? Unknown;
    }
}
