namespace Postern.Core.Configuration;

/// <summary>
/// The storage account that holds the configuration, and the one in which it was created; they differ in a copied
/// environment.
/// </summary>
/// <param name="Account">Name of the account that holds the configuration.</param>
/// <param name="MadeIn">
/// Name of the account in which it was created, or in which an administrator last set the mode; null = not known.
/// </param>
public sealed record StorageOrigin(string Account, string? MadeIn)
{
    /// <summary>Id of the configuration row that stores <see cref="MadeIn"/>.</summary>
    public const string Row = "storage-account";

    public bool IsCopy => MadeIn is not null && MadeIn != Account;
}
