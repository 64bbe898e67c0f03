using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Gateway.Connections;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;

namespace Postern.Gateway.Mailboxes.Testing;

/// <summary>
/// Tests a mailbox step by step: connect, upgrade to TLS, log in, open and count each folder. Each step is limited in
/// time, and a failed step is a result, not an exception.
/// </summary>
public sealed class MailboxProbe(
    GuardedConnector connector,
    IncomingLogin login,
    CachedSecrets secrets,
    Timings timings,
    TimeProvider time
)
{
    /// <returns>The result, and the folders that could be opened.</returns>
    public async Task<(MailboxTestResult Result, IReadOnlyList<FolderView> Folders)> TestAsync(
        IncomingServer server,
        CancellationToken cancellationToken
    )
    {
        // What is tested is the password that is stored, perhaps through another instance and just now.
        secrets.Forget(SecretNames.IncomingPassword(server.Id));
        using var session = new MailboxSession(connector, server);
        var (steps, folders, existing) = (new List<MailboxTestStep>(), new List<FolderView>(), new List<string>());
        foreach (var step in Steps(session, server, folders, existing))
        {
            var began = time.GetTimestamp();
            var trouble = await TryAsync(step, session, cancellationToken);
            var elapsed = (long)time.GetElapsedTime(began).TotalMilliseconds;
            var words = trouble is null ? ReplyTo(step.Name, session) : trouble.Words;
            steps.Add(new MailboxTestStep(step.Name, trouble is null, step.Folder, words, elapsed));
            if (trouble is not null)
                return (Failed(steps, trouble, server) with { Existing = existing }, folders);
        }
        return (Succeeded(steps, folders) with { Existing = existing }, folders);
    }

    private static MailboxTestResult Failed(
        List<MailboxTestStep> steps,
        MailboxTrouble trouble,
        IncomingServer server
    ) =>
        new()
        {
            Ok = false,
            Steps = steps,
            Failed = steps[^1].Name,
            Failure = trouble.Failure,
            Advice = MailboxAdvice.For(steps[^1].Name, trouble, server),
        };

    private static MailboxTestResult Succeeded(List<MailboxTestStep> steps, List<FolderView> folders)
    {
        var distinct = folders.DistinctBy(folder => folder.Folder);
        return new MailboxTestResult
        {
            Ok = true,
            Steps = steps,
            Folders = distinct.ToDictionary(folder => folder.Folder, folder => folder.Count),
        };
    }

    // After the login the client sends further commands of its own, so the last reply is not the one to the login.
    private static string? ReplyTo(MailboxTestStepName step, MailboxSession session) =>
        step switch
        {
            MailboxTestStepName.Connect => null,
            MailboxTestStepName.Authenticate => session.Log.Welcome ?? session.Welcome,
            _ => session.Log.Words,
        };

    private IEnumerable<Step> Steps(
        MailboxSession session,
        IncomingServer server,
        List<FolderView> folders,
        List<string> existing
    )
    {
        yield return new(MailboxTestStepName.Connect, null, session.ConnectAsync);
        yield return new(MailboxTestStepName.Upgrade, null, session.UpgradeAsync);
        yield return new(MailboxTestStepName.Authenticate, null, token => session.AuthenticateAsync(login, token));
        var mailbox = session.Mailbox(timings, time);
        if (server.MoveTo is { } target)
            yield return new(MailboxTestStepName.OpenFolder, target, token => ReachAsync(target, token));
        foreach (var folder in server.Folders)
        {
            yield return new(MailboxTestStepName.OpenFolder, folder, token => OpenAsync(folder, token));
            yield return new(MailboxTestStepName.Count, folder, token => mailbox.ListAsync(0, token));
        }

        async Task OpenAsync(string folder, CancellationToken token) =>
            folders.Add(Writable(await ReachAsync(folder, token), server));

        // The list is asked for before the first folder is opened, which may be the one that is missing.
        async Task<FolderView> ReachAsync(string folder, CancellationToken token)
        {
            if (existing.Count == 0)
                existing.AddRange(await mailbox.FoldersAsync(token));
            return await mailbox.OpenAsync(folder, token);
        }
    }

    private static FolderView Writable(FolderView folder, IncomingServer server) =>
        folder.ReadOnly && server.Afterwards != AfterFetch.Leave
            ? throw new ReadOnlyFolderException(folder.Folder)
            : folder;

    private async Task<MailboxTrouble?> TryAsync(Step step, MailboxSession session, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timings.ProbeStep, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await step.Run(either.Token);
            return null;
        }
        catch (ReadOnlyFolderException e)
        {
            return new MailboxTrouble(MailboxFailure.ReadOnly, e.Message);
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested && MailboxTroubleReader.Read(e, session) is not null)
        {
            return MailboxTroubleReader.Read(e, session);
        }
    }

    private sealed record Step(MailboxTestStepName Name, string? Folder, Func<CancellationToken, Task> Run);

    private sealed class ReadOnlyFolderException(string folder) : Exception($"The folder '{folder}' can only be read.");
}
