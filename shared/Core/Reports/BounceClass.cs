namespace Postern.Core.Reports;

/// <summary>Whether later mail to the same address can be delivered.</summary>
public enum BounceClass
{
    /// <summary>The report does not say.</summary>
    Undetermined,

    /// <summary>Permanent: the address or its domain does not exist or is disabled.</summary>
    Hard,

    /// <summary>This mail was not delivered; another mail, or the same one later, may be.</summary>
    Soft,
}
