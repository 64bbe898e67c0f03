using System.Globalization;
using Postern.Contracts;
using Postern.Core.Reports;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>
/// Notes on a thread's follower that mail to the address bounces. Posting reads the followers anyway: so the next delivery of the thread says it at no
/// cost, where looking every recipient up would cost a call for each.
/// </summary>
public sealed class FollowerNotes(ThreadStore threads)
{
    private const int MostTries = 20;
    private const int LongestWords = 200;

    /// <summary>Notes a report that counts. Doing it again changes nothing.</summary>
    public async Task NoteAsync(DeliveryReport report, CancellationToken cancellationToken)
    {
        if (report is { Counts: true, Thread: { } thread })
            await WriteAsync(thread, report.Address, Text(report), cancellationToken);
    }

    /// <summary>Takes the note away, since the address has shown that it lives.</summary>
    public Task ClearAsync(ThreadKey thread, string address, CancellationToken cancellationToken) =>
        WriteAsync(thread, address, null, cancellationToken);

    private async Task WriteAsync(ThreadKey thread, string address, string? text, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (
                await threads.FindFollowerAsync(thread, address, cancellationToken) is not { } found
                || found.Value.Bounced == text
            )
                return;
            if (
                await threads.PutFollowerAsync(
                    thread,
                    found.Value with
                    {
                        Bounced = text,
                    },
                    found.ETag,
                    cancellationToken
                )
                is not null
            )
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
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The address {what} on {report.Time.UtcDateTime:yyyy-MM-dd}{words}"
        );
    }
}
