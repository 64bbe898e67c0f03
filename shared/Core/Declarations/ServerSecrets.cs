using Postern.Core.Validation;

namespace Postern.Core.Declarations;

/// <summary>The secrets of servers.</summary>
internal static class ServerSecrets
{
    public static IReadOnlyList<string> Fields { get; } = ["password", "clientSecret", "refreshToken"];

    /// <summary>
    /// What becomes of password, client secret and refresh token. One that the server has already is written again only
    /// where it would be sent to another host.
    /// </summary>
    public static IReadOnlyList<PasswordChange> Changes(
        ConfigurationState state,
        DeclaredResource wanted,
        SectionContext context,
        bool moves
    )
    {
        var kept = Kept(state, wanted.Section.Kind, wanted.Key);
        return [.. Fields.Select((field, index) => Change(field, kept[index] is not null))];

        PasswordChange Change(string field, bool isKept)
        {
            if (!context.Secrets.TryGetValue(field, out var secret))
                return PasswordChange.None;
            if (wanted.Secrets[field].Text is null)
                return isKept || moves ? new PasswordChange(true, null) : PasswordChange.None;
            // The stored one was meant for the host before, whoever names it.
            if (secret.Value is null)
                return secret.Unknown ? new PasswordChange(moves, "") : PasswordChange.None;
            return moves || !secret.IsStored ? new PasswordChange(true, secret.Value) : PasswordChange.None;
        }
    }

    /// <summary>The names of those that are stored, each in its place.</summary>
    public static IReadOnlyList<string?> Kept(ConfigurationState state, ConfigurationSection section, string id) =>
        state.Secrets.GetValueOrDefault((section, id)) ?? [null, null, null];
}
