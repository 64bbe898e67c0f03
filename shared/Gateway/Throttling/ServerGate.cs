using Postern.Contracts.Http;
using Postern.Core.Sending;

namespace Postern.Gateway.Throttling;

/// <summary>
/// Admits a mail to a server if there is a free connection slot, the sending limits allow one more recipient, and the
/// server is not closed after failures.
/// </summary>
public sealed class ServerGate(ConnectionSlots slots, SendQuotas quotas, ServerHealthStore health)
{
    /// <param name="server">The server.</param>
    /// <param name="bulk">Whether the mail leaves other mail a share of the limits.</param>
    /// <param name="booked">When the limit is to let the mail through, where it waits for it already.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Admission> EnterAsync(
        OutgoingServer server,
        bool bulk,
        DateTimeOffset? booked,
        CancellationToken cancellationToken
    )
    {
        var admission = new Admission(() => slots.Leave(server), () => quotas.ReturnAsync(server, bulk));
        try
        {
            admission.Wait = await slots.EnterAsync(server, cancellationToken);
            admission.HasSlot = admission.Wait is null;
            admission.Wait ??= await quotas.TakeAsync(server, bulk, booked, cancellationToken);
            admission.HasQuota = admission.Wait is null;
            // Last, since a mail that is admitted to a closed server as the probe must really be sent.
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

/// <summary>The right to send one mail to one server, returned when disposed.</summary>
public sealed class Admission(Action leaveSlot, Func<Task> returnQuota) : IAsyncDisposable
{
    /// <summary>When and why to try again; null if the mail may be sent.</summary>
    public OutboundDecision.Later? Wait { get; internal set; }

    internal bool HasSlot { get; set; }

    internal bool HasQuota { get; set; }

    /// <summary>Marks the recipient as sent to the server, so that it counts against the limits.</summary>
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
