namespace Postern.Core.Configuration;

/// <summary>Which storage account the configuration is in, and which it was made in: they differ in a copied environment.</summary>
/// <param name="Account">The account's name.</param>
/// <param name="MadeIn">The account that it was made in, or in which an administrator last set the mode; null = not known.</param>
public sealed record StorageOrigin(string Account, string? MadeIn)
{
    /// <summary>Id of the row that names the account.</summary>
    public const string Row = "storage-account";

    public bool IsCopy => MadeIn is not null && MadeIn != Account;
}
