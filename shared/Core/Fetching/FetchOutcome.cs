namespace Postern.Core.Fetching;

/// <summary>How a run at a mailbox went.</summary>
/// <param name="Waiting">Mails that are left to the next run.</param>
/// <param name="Warning">What went wrong although mail was taken in.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
/// <param name="Stopped">It was stopped from outside, which says nothing of the mailbox.</param>
public sealed record FetchOutcome(int Waiting = 0, string? Warning = null, string? Error = null, bool Stopped = false)
{
    public static FetchOutcome Interrupted { get; } = new(Stopped: true);

    public FetchOutcome And(FolderOutcome folder) =>
        this with
        {
            Waiting = Waiting + folder.Waiting,
            Warning = Warning ?? folder.Warning,
        };

    /// <summary>What becomes of the mailbox's schedule.</summary>
    public MailboxSchedule Apply(MailboxSchedule schedule, DateTimeOffset now) =>
        this switch
        {
            { Stopped: true } => MailboxRules.Interrupted(schedule),
            { Error: { } error } => MailboxRules.Failed(schedule, error, now),
            _ => MailboxRules.Succeeded(schedule, Waiting, Warning, now),
        };
}
