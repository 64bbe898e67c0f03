using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Configuration;

namespace Postern.DevHost.Timers;

/// <summary>Ensures a single listener over all instances, by the lease of a blob.</summary>
internal sealed partial class ListenerLock(BlobClient blob, TimeProvider time, ILogger logger)
{
    // The shortest lease that storage grants. After a crash another instance continues after this time.
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = Length / 3;

    /// <summary>
    /// Waits for the lock, then runs <paramref name="work"/>. Its token is cancelled when the lock is lost or the host
    /// stops.
    /// </summary>
    public async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        var lease = blob.GetBlobLeaseClient();
        while (!await TryAcquireAsync(lease, stopping))
        {
            await Task.Delay(Pause, time, stopping);
        }

        using var held = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var renewing = RenewAsync(lease, held);
        try
        {
            await work(held.Token);
        }
        finally
        {
            await held.CancelAsync();
            await renewing;
            await ReleaseAsync(lease);
        }
    }

    private async Task<bool> TryAcquireAsync(BlobLeaseClient lease, CancellationToken stopping)
    {
        try
        {
            await lease.AcquireAsync(Length, cancellationToken: stopping);
            return true;
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            await CreateAsync(stopping);
            return await TryAcquireAsync(lease, stopping);
        }
        catch (RequestFailedException taken) when (taken.ErrorCode == BlobErrorCode.LeaseAlreadyPresent)
        {
            return false;
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            LogNotAcquired(failure, blob.Name);
            return false;
        }
    }

    private async Task CreateAsync(CancellationToken stopping)
    {
        await blob.GetParentBlobContainerClient().CreateIfNotExistsAsync(cancellationToken: stopping);
        try
        {
            await blob.UploadAsync(BinaryData.Empty, overwrite: false, stopping);
        }
        catch (RequestFailedException exists) when (exists.Status is 409 or 412)
        {
            LogExists(blob.Name);
        }
    }

    private async Task RenewAsync(BlobLeaseClient lease, CancellationTokenSource held)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause, time, held.Token);
                await lease.RenewAsync(cancellationToken: held.Token);
            }
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested)
        {
            return;
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            LogLost(failure, blob.Name);
            await held.CancelAsync();
        }
    }

    private async Task ReleaseAsync(BlobLeaseClient lease)
    {
        try
        {
            await lease.ReleaseAsync();
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            LogLost(failure, blob.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lock {Blob} could not be acquired")]
    private partial void LogNotAcquired(Exception failure, string blob);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The lock {Blob} was created by another instance")]
    private partial void LogExists(string blob);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The lock {Blob} is lost")]
    private partial void LogLost(Exception failure, string blob);
}
