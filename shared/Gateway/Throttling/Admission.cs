using Postern.Core.Delivery;
using Postern.Core.Sending;

namespace Postern.Gateway.Throttling;

/// <summary>The right to send one mail to one server, returned when disposed.</summary>
public sealed class Admission(Action<DeliveryResult?> leaveShare, Action leaveSlot, Func<Task> returnQuota)
    : IAsyncDisposable
{
    /// <summary>When and why to try again; null if the mail may be sent.</summary>
    public OutboundDecision.Later? Wait { get; internal set; }

    internal bool HasShare { get; set; }

    internal bool HasSlot { get; set; }

    internal bool HasQuota { get; set; }

    /// <summary>
    /// Notes what came of it: how fast the server answered, and, if it was reached, a recipient that counts against its
    /// limits.
    /// </summary>
    public void Use(DeliveryResult result)
    {
        if (result.Outcome != DeliveryOutcome.Unreachable)
            HasQuota = false;
        LeaveShare(result);
    }

    public async ValueTask DisposeAsync()
    {
        LeaveShare(null);
        if (HasSlot)
            leaveSlot();
        HasSlot = false;
        if (HasQuota)
            await returnQuota();
        HasQuota = false;
    }

    private void LeaveShare(DeliveryResult? result)
    {
        if (HasShare)
            leaveShare(result);
        HasShare = false;
    }
}
