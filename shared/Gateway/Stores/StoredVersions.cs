namespace Postern.Gateway.Stores;

/// <summary>Versions of what instances keep in memory.</summary>
/// <param name="Configuration">Changes with everything; null before the first change.</param>
/// <param name="Aliases">
/// Changes with the aliases alone; null when the last change was by code that does not tell what it changed.
/// </param>
public sealed record StoredVersions(string? Configuration, string? Aliases)
{
    /// <summary>Whether the aliases may have changed since other versions were read.</summary>
    public bool MayHaveOtherAliases(StoredVersions before) =>
        Configuration != before.Configuration && (Aliases is null || Aliases != before.Aliases);
}
