using System.Text.Json.Nodes;
using Ganss.Xss;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Html;
using Postern.Core.Text;
using Postern.Core.Validation;

namespace Postern.Core.Migration;

/// <summary>Reads what a record of <c>mail.alias</c> says about its mail.</summary>
internal sealed class AliasReader(OdooDraft draft, MigratedDomains domains, bool allowsDomains)
{
    private const int LongestHtml = 10 * MailAliasRules.RefusalTextLimit;

    private const string OwnDomain =
        "Odoo 16.0 takes an alias at every domain, even at gmail.com; here it has its alias domain only: name others "
        + "in mail.catchall.domain.allowed, and set matchLocalPart";

    private readonly HashSet<string> _everywhere = [];

    /// <summary>Whether an alias of 17.0 and later takes its local part at every allowed domain.</summary>
    public static bool IsEverywhere(ExportRecord record) => record.Flag("alias_incoming_local", otherwise: false);

    /// <summary>The alias of a record, but for its alias domain.</summary>
    /// <param name="record">The record.</param>
    /// <param name="key">Its address.</param>
    /// <param name="local">The local part of that.</param>
    /// <param name="model">Its model.</param>
    public MailAlias Read(ExportRecord record, string key, string local, string model) =>
        new()
        {
            LocalPart = local,
            Model = model,
            Defaults = DefaultsOf(record, key),
            ForcedThread = record.Number("alias_force_thread_id") is > 0 and var id ? $"{id}" : null,
            ParentThread = ParentOf(record),
            ContactPolicy = PolicyOf(record, key),
            RefusalText = TextOf(record, key),
            MatchLocalPart = MatchesEverywhere(record, key, local),
        };

    private JsonObject? DefaultsOf(ExportRecord record, string key)
    {
        if (record.Text("alias_defaults") is not { } text)
            return null;
        try
        {
            if (PythonLiteral.Read(text) is not JsonObject defaults)
                return Without("they are no dictionary");
            if (defaults.Count == 0)
                return null;
            if (defaults.ToJsonString().Length > MailAliasRules.DefaultsLimit || TwinNames.Find(defaults) is not null)
                return Without("they are too long, or have names that differ only in case");
            draft.Notes.Once(
                OdooNoteKind.Check,
                record.File,
                "alias_defaults",
                "default values name records by their ids in Odoo: check that they mean the same in the application"
            );
            return defaults;
        }
        catch (FormatException e)
        {
            return Without($"they are no literal of Python: {e.Message}");
        }

        JsonObject? Without(string why)
        {
            draft.Notes.Check(record, key, "alias_defaults", $"the default values are left out: {why}");
            return null;
        }
    }

    private static ThreadKey? ParentOf(ExportRecord record)
    {
        var parent = record.Number("alias_parent_thread_id") is > 0 and var id ? $"{id}" : null;
        return parent is not null && ModelName.Of(record, "alias_parent_model_id") is { } model
            ? new ThreadKey(model.Name, parent)
            : null;
    }

    private ContactPolicy PolicyOf(ExportRecord record, string key)
    {
        var choice = record.Choice("alias_contact");
        if (choice == "employees")
            draft.Notes.Check(
                record,
                key,
                "alias_contact",
                "only employees may write in Odoo; here all contacts may (partners): decide whether that is too wide"
            );
        else if (choice is null && record.Text("alias_contact") is not null)
            draft.Notes.Check(
                record,
                key,
                "alias_contact",
                "it is not known who may write; only contacts may (partners)"
            );
        return choice switch
        {
            "followers" => ContactPolicy.Followers,
            "everyone" => ContactPolicy.Everyone,
            null when record.Text("alias_contact") is null => ContactPolicy.Everyone,
            _ => ContactPolicy.Partners,
        };
    }

    private string? TextOf(ExportRecord record, string key)
    {
        if (record.Text("alias_bounced_content") is not { } html)
            return null;
        if (html.Length > LongestHtml || !MailAliasRules.IsShallow(html))
            return Without("too long, or has too many elements inside each other");
        if (HtmlText.IsBlank(html, ReadingBudget.Unlimited))
            return null;
        return new HtmlSanitizer().Sanitize(html) is { Length: <= MailAliasRules.RefusalTextLimit } clean
            ? clean
            : Without("too long");

        string? Without(string what)
        {
            draft.Notes.Check(record, key, "alias_bounced_content", $"the text is {what}; it is left out");
            return null;
        }
    }

    // In 16.0 an alias is its local part, on any domain that mail.catchall.domain.allowed has.
    private bool MatchesEverywhere(ExportRecord record, string key, string local)
    {
        if (domains.AreParameters && !allowsDomains)
            draft.Notes.Once(OdooNoteKind.Changed, record.File, "alias_name", OwnDomain);
        if (!(domains.AreParameters ? allowsDomains : IsEverywhere(record)))
            return false;
        if (_everywhere.Add(local))
            return true;
        draft.Notes.Check(
            record,
            key,
            "alias_incoming_local",
            "another alias takes this local part on every domain already"
        );
        return false;
    }
}
