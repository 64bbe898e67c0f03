namespace Postern.Bench.Cost;

/// <summary>What mail costs a month in Azure (Flex Consumption), by the prices of the documentation.</summary>
/// <param name="prices">The prices.</param>
/// <param name="memory">Memory of an instance in MB.</param>
internal sealed class CostModel(Prices prices, int memory)
{
    /// <summary>Seconds of a month of 30.42 days.</summary>
    public const double Month = 2_628_000;

    /// <summary>Seconds that a run is charged for at least.</summary>
    public const double LeastSeconds = 1;

    // As docs/cost.md counts them.
    private const double TimerRuns = 2 * 43_200;
    private const double Fetches = 8_640;
    private const double FetchSeconds = 2;
    private const double AlertRules = 8;
    private const double RawGigabyte = 10e3 / 1e9;
    private const double RawMonths = 3;

    /// <summary>The formula, for the document.</summary>
    public const string Formula =
        "`USD = calls × price + messages × 2 × queue call + empty polls × queue call + runs × run + GB × price × Σ over "
        + "functions of min(runs × max(1 s, seconds of a run), seconds of the month) + secrets read × vault call + raw "
        + "mail kept + telemetry + timers, one mailbox and alerts`. A function scales by itself, so each has an instance "
        + "of its own; one is taken to be enough. Empty polls are those of a host that asks after 100 ms, then ever "
        + "later, up to 5 s, while mail comes at random.";

    /// <summary>The month's cost of so many mails of one kind.</summary>
    public MonthlyCost Of(MailWork mail, double mails) =>
        new(
            mails * CallsOf(mail),
            PollsOf(mail, mails),
            prices.Run * ((mails * mail.Runs.Sum(runs => runs.EachMail)) + TimerRuns + Fetches),
            mail.Runs.Sum(runs => SecondsOf(runs, mails)) * SecondPrice,
            prices.VaultCall * SecretsRead(mail, mails),
            mails * RawGigabyte * RawMonths * prices.GigabyteMonth,
            TelemetryOf(mail, mails),
            (((TimerRuns * LeastSeconds) + (Fetches * FetchSeconds)) * SecondPrice) + (AlertRules * prices.AlertRule)
        );

    /// <summary>Seconds for which the instance of a function is charged: never more than there are.</summary>
    public static double SecondsOf(FunctionRuns runs, double mails) =>
        Math.Min(mails * runs.EachMail * Math.Max(LeastSeconds, runs.Seconds), Month);

    private double SecondPrice => prices.GigabyteSecond * memory / 1024;

    private double CallsOf(MailWork mail) =>
        (mail.BlobWrites * prices.BlobWrite)
        + (mail.BlobReads * prices.BlobRead)
        + (mail.Tables * prices.TableCall)
        + (((3 * mail.Messages) + mail.OtherQueueCalls) * prices.QueueCall);

    private double PollsOf(MailWork mail, double mails) =>
        mail
            .Runs.Where(runs => runs.IsQueued && runs.EachMail > 0)
            .Sum(runs => Polling.EmptyAnswersPerSecond(mails * runs.EachMail / Month) * Month * prices.QueueCall);

    // A server's password is read for each delivery, or for as long as an instance of each function keeps it.
    private double SecretsRead(MailWork mail, double mails)
    {
        var uses = mails * mail.Deliveries;
        if (prices.SecretMinutes <= 0)
            return uses;
        return Math.Min(uses, mail.Runs.Count * Month / 60 / prices.SecretMinutes);
    }

    private double TelemetryOf(MailWork mail, double mails)
    {
        var awake = mail.Runs.Sum(runs => SecondsOf(runs, mails)) / Month;
        return new TelemetryCost(prices).Of(mails, TelemetryCost.OfTimers + awake, TelemetryMeasures.All);
    }
}
