namespace Postern.Bench.Cost;

/// <summary>USD of a month in which every mail is of one kind.</summary>
/// <param name="Calls">The gateway's calls to storage, and the host's two for each message.</param>
/// <param name="Polls">The host's calls to empty queues.</param>
/// <param name="Runs">The number of runs.</param>
/// <param name="Awake">Instances, while they work; of an always busy one every second.</param>
/// <param name="Vault">Reading of secrets.</param>
/// <param name="Kept">Raw mail that is kept.</param>
/// <param name="Telemetry">Metrics and traces.</param>
/// <param name="Fixed">What does not depend on mail: timers, a mailbox, alerts.</param>
internal sealed record MonthlyCost(
    double Calls,
    double Polls,
    double Runs,
    double Awake,
    double Vault,
    double Kept,
    double Telemetry,
    double Fixed
)
{
    public double Together => Calls + Polls + Runs + Awake + Vault + Kept + Telemetry + Fixed;

    /// <summary>The same for so many mails, as for a million.</summary>
    public MonthlyCost AMillion(double mails) => Times(1_000_000 / mails);

    private MonthlyCost Times(double factor) =>
        new(
            Calls * factor,
            Polls * factor,
            Runs * factor,
            Awake * factor,
            Vault * factor,
            Kept * factor,
            Telemetry * factor,
            Fixed * factor
        );
}
