namespace Postern.Core.Fetching;

/// <summary>Result of a run on a mailbox.</summary>
/// <param name="Waiting">Number of mails left to the next run.</param>
/// <param name="Warning">A problem in spite of which mail was imported.</param>
/// <param name="Error">Why the run failed; null when it succeeded.</param>
/// <param name="Stopped">Whether it was cancelled, which says nothing about the mailbox.</param>
public sealed record FetchOutcome(int Waiting = 0, string? Warning = null, string? Error = null, bool Stopped = false)
{
    public static FetchOutcome Interrupted { get; } = new(Stopped: true);

    /// <summary>Whether the error is that the server has refused the login.</summary>
    public bool LoginRefused { get; init; }

    /// <summary>The result including one more folder.</summary>
    public FetchOutcome And(FolderOutcome folder) =>
        this with
        {
            Waiting = Waiting + folder.Waiting,
            Warning = Warning ?? folder.Warning,
        };

    /// <summary>The mailbox's schedule after the run.</summary>
    public MailboxSchedule Apply(MailboxSchedule schedule, DateTimeOffset now)
    {
        if (Stopped)
            return MailboxRules.Interrupted(schedule);
        return Error is null
            ? MailboxRules.Succeeded(schedule, Waiting, Warning, now)
            : MailboxRules.Failed(schedule, Error, now, LoginRefused);
    }
}

/// <summary>Result of a run on one folder.</summary>
/// <param name="Waiting">Number of mails left to the next run.</param>
/// <param name="Warning">A problem in spite of which mail was imported.</param>
public sealed record FolderOutcome(int Waiting, string? Warning);
