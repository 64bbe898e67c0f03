using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Core.Bounces;

/// <summary>Everything that the planning of a report, or of other mail to a bounce address, depends on.</summary>
/// <param name="Report">What the report says; null when the mail is not recognised as one.</param>
/// <param name="Matches">Each reported recipient with its delivery, if one was found.</param>
/// <param name="Left">How many recipients are ignored, because the report names more than it plausibly can.</param>
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
    /// <summary>
    /// The recipient of our mail, even if that address forwards and the report names the one behind it.
    /// </summary>
    public string? Address => Delivery?.Recipient ?? Reported.OriginalRecipient ?? Reported.Address;

    /// <summary>What is stored about that address.</summary>
    public AddressStanding Standing { get; init; } = AddressStanding.Unknown;
}
