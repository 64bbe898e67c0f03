using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes.Testing;

/// <summary>Test &amp; Confirm (P33): a mailbox is fetched only once it was tested, and somebody has said which of its mail is wanted.</summary>
public sealed class MailboxTest(
    MailboxProbe probe,
    MailboxStore mailboxes,
    GatewayConfigurationSource configuration,
    Timings timings,
    TimeProvider time
)
{
    /// <summary>Tests a saved server and confirms it as <paramref name="options"/> say.</summary>
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
        if ((options.Import ?? (draft ? null : before!.Import)) is not { } import)
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
        if (result.Ok)
            await BeginAsync(
                server,
                folders,
                import,
                anew: options.Import == ImportChoice.Everything,
                cancellationToken
            );
        var released = await lease.ReleaseAsync(
            schedule =>
                result.Ok
                    ? MailboxRules.Confirm(MailboxRules.Interrupted(schedule), server, import, time.GetUtcNow())
                    : MailboxRules.Interrupted(schedule),
            cancellationToken
        );
        return new MailboxTestAnswer(result with { State = MailboxRules.StateOf(server, released?.After ?? before) });
    }

    private async Task<MailboxTestResult> TestDraftAsync(IncomingServer server, CancellationToken cancellationToken)
    {
        var (result, _) = await probe.TestAsync(server, cancellationToken);
        return result with { State = MailboxState.Draft, Advice = result.Ok ? MailboxAdvice.Choose : result.Advice };
    }

    // A folder that was read before goes on where it is: "from now on" must not pass by what has come since.
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
            await mailboxes.SavePositionAsync(
                server.Id,
                FetchPlanner.Begin(view, account, import, time.GetUtcNow()),
                cancellationToken
            );
        }
    }
}

/// <summary>What a test was answered.</summary>
/// <param name="Result">How it went; null when there is no such server, or it was busy.</param>
/// <param name="Busy">Whether the mailbox is being fetched at this moment.</param>
public sealed record MailboxTestAnswer(MailboxTestResult? Result, bool Busy = false);
