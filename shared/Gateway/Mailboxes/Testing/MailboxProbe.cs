using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Gateway.Connections;
using Postern.Gateway.Settings;

namespace Postern.Gateway.Mailboxes.Testing;

/// <summary>Goes through a mailbox step by step: connect, upgrade, log in, open each folder, count. Each step is bounded in time; a failed one is a result.</summary>
public sealed class MailboxProbe(GuardedConnector connector, IncomingLogin login, Timings timings, TimeProvider time)
{
    /// <summary>The result, and the folders as they were found.</summary>
    public async Task<(MailboxTestResult Result, IReadOnlyList<FolderView> Folders)> TestAsync(
        IncomingServer server,
        CancellationToken cancellationToken
    )
    {
        using var log = new MailboxLog();
        using var session = new MailboxSession(connector, server, log);
        var (steps, folders) = (new List<MailboxTestStep>(), new List<FolderView>());
        foreach (var (name, folder, step) in Steps(session, server, folders))
        {
            var began = time.GetTimestamp();
            var trouble = await TryAsync(step, session, cancellationToken);
            var words = trouble?.Words ?? Words(name, session, log);
            steps.Add(
                new MailboxTestStep(
                    name,
                    trouble is null,
                    folder,
                    words,
                    (long)time.GetElapsedTime(began).TotalMilliseconds
                )
            );
            if (trouble is not null)
                return (
                    new MailboxTestResult
                    {
                        Ok = false,
                        Steps = steps,
                        Failed = name,
                        Failure = trouble.Failure,
                        Advice = MailboxAdvice.For(name, trouble, server),
                    },
                    folders
                );
        }
        var counts = folders
            .DistinctBy(folder => folder.Folder)
            .ToDictionary(folder => folder.Folder, folder => folder.Count);
        return (
            new MailboxTestResult
            {
                Ok = true,
                Steps = steps,
                Folders = counts,
            },
            folders
        );
    }

    // After a login the client asks further things of its own.
    private static string? Words(MailboxTestStepName step, MailboxSession session, MailboxLog log) =>
        step switch
        {
            MailboxTestStepName.Connect => null,
            MailboxTestStepName.Authenticate => log.Welcome ?? session.Welcome,
            _ => log.Words,
        };

    private IEnumerable<(MailboxTestStepName Name, string? Folder, Func<CancellationToken, Task> Step)> Steps(
        MailboxSession session,
        IncomingServer server,
        List<FolderView> folders
    )
    {
        yield return (MailboxTestStepName.Connect, null, session.ConnectAsync);
        yield return (MailboxTestStepName.Upgrade, null, session.UpgradeAsync);
        yield return (MailboxTestStepName.Authenticate, null, token => session.AuthenticateAsync(login, token));
        var mailbox = session.Mailbox(timings, time);
        if (server.MoveTo is { } target)
            yield return (MailboxTestStepName.OpenFolder, target, token => mailbox.OpenAsync(target, token));
        foreach (var folder in server.Folders)
        {
            yield return (
                MailboxTestStepName.OpenFolder,
                folder,
                async token => folders.Add(Writable(await mailbox.OpenAsync(folder, token), server))
            );
            yield return (MailboxTestStepName.Count, folder, token => mailbox.ListAsync(0, token));
        }
    }

    private static FolderView Writable(FolderView folder, IncomingServer server) =>
        folder.ReadOnly && server.Afterwards != AfterFetch.Leave
            ? throw new ReadOnlyFolderException(folder.Folder)
            : folder;

    private async Task<MailboxTrouble?> TryAsync(
        Func<CancellationToken, Task> step,
        MailboxSession session,
        CancellationToken cancellationToken
    )
    {
        using var late = new CancellationTokenSource(timings.ProbeStep, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await step(either.Token);
            return null;
        }
        catch (ReadOnlyFolderException e)
        {
            return new MailboxTrouble(MailboxFailure.ReadOnly, e.Message);
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested
                && MailboxTroubleReader.Read(e, session.Certificates) is not null
            )
        {
            return MailboxTroubleReader.Read(e, session.Certificates);
        }
    }

    private sealed class ReadOnlyFolderException(string folder) : Exception($"The folder '{folder}' can only be read.");
}
