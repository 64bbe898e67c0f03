using Postern.Core.Declarations;

namespace Postern.Core.Migration;

/// <summary>Names the variables that take the place of the secrets of servers.</summary>
internal static class ServerSecretNames
{
    /// <summary>A password, unless the export has its column and nothing in it.</summary>
    public static void AddPassword(
        OdooDraft draft,
        ConfigurationSection section,
        string id,
        string prefix,
        ExportRecord record,
        string name,
        string field
    )
    {
        if (record.Secret(field) == false)
            draft.Notes.Check(record, name, field, "it has a user name and no password");
        else
            draft.AddSecret(section, id, prefix, "password");
    }

    /// <summary>The secrets of a client of tokens.</summary>
    public static void AddTokens(
        OdooDraft draft,
        ConfigurationSection section,
        string id,
        string prefix,
        ExportRecord record,
        string name,
        TokenAccess tokens
    )
    {
        draft.AddSecret(section, id, prefix, "clientSecret");
        draft.AddSecret(section, id, prefix, "refreshToken");
        draft.Notes.Check(record, name, "oauth", tokens.Message);
    }
}
