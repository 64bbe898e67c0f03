namespace Postern.Fetching;

/// <summary>How a run at a mailbox went.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Waiting">Mails that are left to the next run.</param>
/// <param name="Warning">What went wrong although mail was taken in.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
/// <param name="Stopped">It was stopped from outside, which says nothing of the mailbox.</param>
internal sealed record FetchOutcome(TimeProvider Time, int Waiting = 0, string? Warning = null, string? Error = null, bool Stopped = false)
{
    public static FetchOutcome Interrupted(TimeProvider time) => new(time, Stopped: true);

    public FetchOutcome And(FolderOutcome folder) => this with { Waiting = Waiting + folder.Waiting, Warning = Warning ?? folder.Warning };

    /// <summary>What becomes of the mailbox's schedule.</summary>
    public MailboxSchedule Apply(MailboxSchedule schedule) => this switch
    {
        { Stopped: true } => MailboxRules.Interrupted(schedule),
        { Error: { } error } => MailboxRules.Failed(schedule, error, Time.GetUtcNow()),
        _ => MailboxRules.Succeeded(schedule, Waiting, Warning, Time.GetUtcNow()),
    };
}
