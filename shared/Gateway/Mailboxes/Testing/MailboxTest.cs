using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes.Testing;

/// <summary>
/// Test &amp; Confirm (P33): a mailbox is fetched only after a successful test, and after the administrator has chosen
/// which of its mail is wanted.
/// </summary>
public sealed class MailboxTest(
    MailboxProbe probe,
    MailboxStore mailboxes,
    GatewayConfigurationSource configuration,
    Timings timings,
    TimeProvider time
)
{
    /// <summary>Tests a stored server and, if the test succeeds, confirms it with the chosen import.</summary>
    public async Task<MailboxTestAnswer> TestAsync(
        string id,
        MailboxTestOptions options,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetLatestAsync(cancellationToken);
        if (current.IncomingServers.FirstOrDefault(server => server.Id == id) is not { } server)
            return new MailboxTestAnswer(null);
        var before = (await mailboxes.FindScheduleAsync(id, cancellationToken))?.Value;
        var draft = MailboxRules.StateOf(server, before) == MailboxState.Draft;
        var chosen = options.Import ?? (draft ? null : before!.Import);
        if (chosen is not { } import)
            return new MailboxTestAnswer(await TestDraftAsync(server, cancellationToken));
        await using var lease = await MailboxLease.TryTakeAsync(
            mailboxes,
            id,
            _ => true,
            timings.MailboxLease,
            time,
            cancellationToken
        );
        if (lease is null)
            return new MailboxTestAnswer(null, Busy: true);
        var (result, folders) = await probe.TestAsync(server, cancellationToken);
        var anew = options.Import == ImportChoice.Everything;
        if (result.Ok)
            await BeginAsync(server, folders, import, anew, cancellationToken);
        var released = await lease.ReleaseAsync(
            result.Ok ? Confirmed(server, import) : MailboxRules.Interrupted,
            cancellationToken
        );
        return new MailboxTestAnswer(result with { State = MailboxRules.StateOf(server, released?.After ?? before) });
    }

    private Func<MailboxSchedule, MailboxSchedule> Confirmed(IncomingServer server, ImportChoice import) =>
        schedule => MailboxRules.Confirm(MailboxRules.Interrupted(schedule), server, import, time.GetUtcNow());

    private async Task<MailboxTestResult> TestDraftAsync(IncomingServer server, CancellationToken cancellationToken)
    {
        var (result, _) = await probe.TestAsync(server, cancellationToken);
        return result with { State = MailboxState.Draft, Advice = result.Ok ? MailboxAdvice.Choose : result.Advice };
    }

    // A folder that was fetched before keeps its position: otherwise "from now on" would skip mail that has arrived
    // since.
    private async Task BeginAsync(
        IncomingServer server,
        IReadOnlyList<FolderView> folders,
        ImportChoice import,
        bool anew,
        CancellationToken cancellationToken
    )
    {
        var account = MailboxRules.AccountOf(server);
        foreach (var view in folders)
        {
            var position = await mailboxes.FindPositionAsync(server.Id, view.Folder, cancellationToken);
            if (!anew && position?.Account == account)
                continue;
            var start = FolderPositions.Begin(view, account, import, time.GetUtcNow());
            await mailboxes.SavePositionAsync(server.Id, start, cancellationToken);
        }
    }
}

/// <summary>The answer to a request for a test.</summary>
/// <param name="Result">The result; null if there is no such server, or the mailbox was busy.</param>
/// <param name="Busy">Whether the mailbox is being fetched at this moment.</param>
public sealed record MailboxTestAnswer(MailboxTestResult? Result, bool Busy = false);
