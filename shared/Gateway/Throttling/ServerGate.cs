using Postern.Contracts.Http;
using Postern.Core.Sending;

namespace Postern.Gateway.Throttling;

/// <summary>What a mail must have before it goes to a server: a connection slot, a recipient of the limits, and a server that is not closed.</summary>
public sealed class ServerGate(ConnectionSlots slots, SendQuotas quotas, ServerHealthStore health)
{
    public async Task<Admission> EnterAsync(OutgoingServer server, bool bulk, CancellationToken cancellationToken)
    {
        var admission = new Admission(() => slots.Leave(server), () => quotas.ReturnAsync(server, bulk));
        try
        {
            admission.Wait = await slots.EnterAsync(server, cancellationToken);
            admission.HasSlot = admission.Wait is null;
            admission.Wait ??= await quotas.TakeAsync(server, bulk, cancellationToken);
            admission.HasQuota = admission.Wait is null;
            // Last, since whoever is let through to a closed server must really try it.
            admission.Wait ??= await health.EnterAsync(server, cancellationToken);
            if (admission.Wait is not null)
                await admission.DisposeAsync();
            return admission;
        }
        catch
        {
            await admission.DisposeAsync();
            throw;
        }
    }
}

/// <summary>The right to hand one mail to one server, given back when disposed.</summary>
public sealed class Admission(Action leaveSlot, Func<Task> returnQuota) : IAsyncDisposable
{
    /// <summary>When and why to come back; null when the mail may go.</summary>
    public OutboundDecision.Later? Wait { get; internal set; }

    internal bool HasSlot { get; set; }

    internal bool HasQuota { get; set; }

    /// <summary>Says that the server was given a recipient, so that it counts.</summary>
    public void Use() => HasQuota = false;

    public async ValueTask DisposeAsync()
    {
        if (HasSlot)
            leaveSlot();
        HasSlot = false;
        if (HasQuota)
            await returnQuota();
        HasQuota = false;
    }
}
