using Postern.Core.Journal;
using Postern.Core.Reports;

namespace Postern.Core.Bounces;

/// <summary>The effects of a report.</summary>
/// <param name="Reports">What is stored, one for each recipient that it has an effect on.</param>
/// <param name="Reasons">Why, one for each recipient.</param>
public sealed record BouncePlan(IReadOnlyList<DeliveryReport> Reports, IReadOnlyList<Reason> Reasons);
