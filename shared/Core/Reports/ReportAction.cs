namespace Postern.Core.Reports;

/// <summary>What became of a mail for one recipient (RFC 3464 §2.3.3).</summary>
public enum ReportAction
{
    Failed,

    Delayed,

    Delivered,

    /// <summary>Handed to a system that makes no reports of success.</summary>
    Relayed,

    /// <summary>Delivered to a list, and from there to many.</summary>
    Expanded,
}
