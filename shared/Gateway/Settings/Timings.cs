using Microsoft.Extensions.Configuration;

namespace Postern.Gateway.Settings;

/// <summary>
/// Leases and timeouts. The section <c>Timings</c> of the settings (<c>Timings__DeliveryLease</c>, …) shortens them
/// for tests; nothing else should change them.
/// </summary>
public sealed record Timings
{
    /// <summary>
    /// How long a delivery belongs to the run that claimed it, and how long a mail that may have been accepted waits.
    /// </summary>
    public TimeSpan DeliveryLease { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// How long an outgoing server may be silent before and within a mail (RFC 5321 §4.5.3.2: two to five minutes).
    /// </summary>
    public TimeSpan SmtpSilence { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>How long it may be silent before a mail while it did not answer in time the last time.</summary>
    public TimeSpan SmtpShortSilence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it may take to reply to the final dot (RFC 5321 §4.5.3.2.6: ten minutes).</summary>
    public TimeSpan SmtpFinalSilence { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a mailbox belongs to a run after it last renewed its lease.</summary>
    public TimeSpan MailboxLease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one run on a mailbox may last; the next run continues at once.</summary>
    public TimeSpan MailboxRun { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>Timeout of a command to the server of a mailbox.</summary>
    public TimeSpan MailboxSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a mail may be undecided before it is queued for routing again.</summary>
    public TimeSpan Stalled { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a queue message waits that was put back while the gateway drains.</summary>
    public TimeSpan DrainPause { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>Timeout of the test of an outgoing server.</summary>
    public TimeSpan Probe { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Timeout of each step of that test.</summary>
    public TimeSpan ProbeStep { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// How long an older version may run beside this one after an upgrade; zero where it never does. A run lasts for half
    /// of it at most.
    /// </summary>
    public TimeSpan VersionOverlap { get; init; } = TimeSpan.FromHours(1);

    /// <exception cref="InvalidOperationException">A value is no time span, or not positive.</exception>
    public static Timings Read(IConfiguration configuration)
    {
        var timings = configuration.GetSection(nameof(Timings)).Get<Timings>() ?? new Timings();
        Check(timings.DeliveryLease, nameof(DeliveryLease));
        Check(timings.SmtpSilence, nameof(SmtpSilence));
        Check(timings.SmtpShortSilence, nameof(SmtpShortSilence));
        Check(timings.SmtpFinalSilence, nameof(SmtpFinalSilence));
        Check(timings.MailboxLease, nameof(MailboxLease));
        Check(timings.MailboxRun, nameof(MailboxRun));
        Check(timings.MailboxSilence, nameof(MailboxSilence));
        Check(timings.Stalled, nameof(Stalled));
        Check(timings.DrainPause, nameof(DrainPause));
        Check(timings.Probe, nameof(Probe));
        Check(timings.ProbeStep, nameof(ProbeStep));
        return timings;
    }

    private static void Check(TimeSpan value, string name)
    {
        if (value <= TimeSpan.Zero)
            throw new InvalidOperationException($"Setting {nameof(Timings)}__{name} must be above zero, not {value}.");
    }
}
