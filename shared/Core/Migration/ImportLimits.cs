namespace Postern.Core.Migration;

/// <summary>What the exports of one import may have, so that its time and memory grow with its bytes alone.</summary>
internal static class ImportLimits
{
    /// <summary>Rows of an export, those that continue a record among them.</summary>
    public const int Rows = 5_000;

    /// <summary>Rows of an export of people, and contacts of all exports together.</summary>
    public const int People = 250_000;

    /// <summary>Rows that continue one record.</summary>
    public const int Continuations = 1_000;

    /// <summary>Addresses of one cell; what follows is left out.</summary>
    public const int Addresses = 100;

    /// <summary>Characters of a cell that are searched for addresses.</summary>
    public const int AddressCell = 20_000;
}
