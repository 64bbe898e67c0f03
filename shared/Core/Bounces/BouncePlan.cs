using Postern.Core.Journal;
using Postern.Core.Reports;

namespace Postern.Core.Bounces;

/// <summary>What a report does: what is shown at deliveries, what counts against addresses, and why.</summary>
/// <param name="Reports">One for each recipient that something is done about.</param>
/// <param name="Reasons">What was looked at, in words.</param>
public sealed record BouncePlan(IReadOnlyList<DeliveryReport> Reports, IReadOnlyList<Reason> Reasons);
