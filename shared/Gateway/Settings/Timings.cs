using Microsoft.Extensions.Configuration;

namespace Postern.Gateway.Settings;

/// <summary>
/// How long work that may be lost is left to whoever does it. The section <c>Timings</c> of the settings
/// (<c>Timings__DeliveryLease</c>, …) changes them for tests, which cannot wait; nothing else should.
/// </summary>
public sealed record Timings
{
    /// <summary>How long a claimed delivery is left to the run that claimed it, and how long a mail of unknown fate waits.</summary>
    public TimeSpan DeliveryLease { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a mailbox is left to a run that no longer renews its lease.</summary>
    public TimeSpan MailboxLease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one run at a mailbox may take; the next one takes up the rest at once.</summary>
    public TimeSpan MailboxRun { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How long a mailbox's server may be silent.</summary>
    public TimeSpan MailboxSilence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a mail may wait for its decision before it is handed to routing again.</summary>
    public TimeSpan Stalled { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long the test of an outgoing server may take in all.</summary>
    public TimeSpan Probe { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long one step of it may take.</summary>
    public TimeSpan ProbeStep { get; init; } = TimeSpan.FromSeconds(20);

    /// <exception cref="InvalidOperationException">A value is no time span, or not above zero.</exception>
    public static Timings Read(IConfiguration configuration)
    {
        var timings = configuration.GetSection(nameof(Timings)).Get<Timings>() ?? new Timings();
        Check(timings.DeliveryLease, nameof(DeliveryLease));
        Check(timings.MailboxLease, nameof(MailboxLease));
        Check(timings.MailboxRun, nameof(MailboxRun));
        Check(timings.MailboxSilence, nameof(MailboxSilence));
        Check(timings.Stalled, nameof(Stalled));
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
