using Postern.Contracts.Http;

namespace Postern.Gateway.Throttling;

/// <summary>
/// Admits a mail to a server if the server holds no more runs than its share, there is a free connection slot, the
/// sending limits allow one more recipient, and the server is not closed after failures.
/// </summary>
public sealed class ServerGate(ServerShares shares, ConnectionSlots slots, SendQuotas quotas, ServerHealthStore health)
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
        // First, since a mail that waits for a connection keeps its run as well.
        var entry = await shares.EnterAsync(server, cancellationToken);
        var admission = new Admission(
            result => shares.Leave(server, entry.Began, result),
            () => slots.Leave(server),
            () => quotas.ReturnAsync(server, bulk)
        )
        {
            Wait = entry.Wait,
            HasShare = entry.Wait is null,
        };
        try
        {
            admission.Wait ??= await slots.EnterAsync(server, cancellationToken);
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
