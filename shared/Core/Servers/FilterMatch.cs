namespace Postern.Core.Servers;

/// <summary>How a <see cref="FromFilter"/> answers for an address (P16, P20–P22).</summary>
internal enum FilterMatch
{
    /// <summary>The filter names neither the address nor its domain.</summary>
    Excluded,

    /// <summary>The filter names the whole address.</summary>
    Address,

    /// <summary>The filter names the address's domain.</summary>
    Domain,

    /// <summary>There is no filter.</summary>
    Open,
}
