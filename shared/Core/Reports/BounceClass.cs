namespace Postern.Core.Reports;

/// <summary>Whether another mail to the address may arrive.</summary>
public enum BounceClass
{
    /// <summary>The report does not say.</summary>
    Undetermined,

    /// <summary>The address gets no mail: it or its domain is not there, or is closed.</summary>
    Hard,

    /// <summary>This mail did not arrive; another one, or the same one later, may.</summary>
    Soft,
}
