using System.Globalization;
using Postern.Contracts;
using Postern.Core.Reports;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>
/// Notes on the follower of a thread that mail to the address bounces. Posting reads the followers anyway, so the next
/// delivery shows the note without a storage call for each recipient.
/// </summary>
public sealed class FollowerNotes(ThreadStore threads)
{
    private const int MostTries = 20;
    private const int LongestWords = 200;

    /// <summary>Notes a report that counts against the address. Idempotent.</summary>
    public async Task NoteAsync(DeliveryReport report, CancellationToken cancellationToken)
    {
        if (report is { Counts: true, Thread: { } thread })
            await WriteAsync(thread, report.Address, Text(report), cancellationToken);
    }

    /// <summary>Removes the note of an address that has sent a mail.</summary>
    public Task ClearAsync(ThreadKey thread, string address, CancellationToken cancellationToken) =>
        WriteAsync(thread, address, null, cancellationToken);

    private async Task WriteAsync(ThreadKey thread, string address, string? text, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var found = await threads.FindFollowerAsync(thread, address, cancellationToken);
            if (found is null || found.Value.Bounced == text)
                return;
            var after = found.Value with { Bounced = text };
            if (await threads.PutFollowerAsync(thread, after, found.ETag, cancellationToken) is not null)
                return;
        }
        throw new InvalidOperationException(
            $"Follower {address} of thread {thread} changed {MostTries} times while a bounce was noted."
        );
    }

    private static string Text(DeliveryReport report)
    {
        var what =
            report.Kind == BounceReportKind.Complaint
                ? "called a mail of this thread spam"
                : $"bounced a mail of this thread ({BounceWords.Of(report.Reason)})";
        var words = report.Words.Length == 0 ? "" : $": {BounceWords.Cut(report.Words, LongestWords)}";
        var day = report.Time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return $"The address {what} on {day}{words}";
    }
}
