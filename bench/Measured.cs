namespace Postern.Bench;

/// <summary>What one round of sending took.</summary>
/// <param name="PerSecond">Mails a second.</param>
/// <param name="Processor">Processor time a mail of the sending process, in microseconds.</param>
internal sealed record Measured(double PerSecond, double Processor)
{
    public static Measured Of(int mails, TimeSpan elapsed, TimeSpan processor) =>
        new(mails / elapsed.TotalSeconds, processor.TotalMicroseconds / mails);
}
