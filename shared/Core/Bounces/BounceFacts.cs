using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Core.Bounces;

/// <summary>All that planning looks at when a report, or something else, came to the gateway as a mail system.</summary>
/// <param name="Report">What the report says; null when nothing is recognised in what came.</param>
/// <param name="Matches">Each of its recipients with the delivery that it is about, where one was found.</param>
/// <param name="Left">How many further recipients it names: more than anybody writes of one mail of ours.</param>
public sealed record BounceFacts(BounceReport? Report, IReadOnlyList<BounceMatch> Matches, int Left = 0);

/// <summary>One recipient of a report.</summary>
/// <param name="Reported">What the report says.</param>
/// <param name="By">How the delivery was found.</param>
/// <param name="Message">The message; null when no delivery was found.</param>
/// <param name="Delivery">The delivery; null when none was found.</param>
public sealed record BounceMatch(
    ReportedRecipient Reported,
    BounceEvidence By,
    ThreadMessage? Message,
    MessageDelivery? Delivery
)
{
    /// <summary>Whom our mail was for: an address that forwards is ours to judge, the one behind it is not.</summary>
    public string? Address => Delivery?.Recipient ?? Reported.OriginalRecipient ?? Reported.Address;

    /// <summary>What is known of that address.</summary>
    public AddressStanding Standing { get; init; } = AddressStanding.Unknown;
}
