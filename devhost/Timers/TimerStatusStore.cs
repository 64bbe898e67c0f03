using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Postern.DevHost.Timers;

/// <summary>Stores the status of one timer in a blob, as JSON.</summary>
internal sealed class TimerStatusStore(BlobClient blob)
{
    /// <returns><c>null</c> if the timer has no status yet.</returns>
    public async Task<TimerStatus?> ReadAsync(CancellationToken ct)
    {
        try
        {
            return (await blob.DownloadContentAsync(ct)).Value.Content.ToObjectFromJson<TimerStatus>();
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == BlobErrorCode.BlobNotFound)
        {
            return null;
        }
    }

    public Task WriteAsync(TimerStatus status, CancellationToken ct) =>
        blob.UploadAsync(BinaryData.FromObjectAsJson(status), overwrite: true, ct);
}
