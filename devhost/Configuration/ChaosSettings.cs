using System.Globalization;

namespace Postern.DevHost.Configuration;

/// <summary>The probability of each fault, from 0 to 1. For tests.</summary>
internal sealed record ChaosSettings
{
    public static readonly ChaosSettings None = new();

    /// <summary>A message is given to two runs at once.</summary>
    public double Twice { get; init; }

    /// <summary>A message is not deleted after its run succeeded, and is delivered again.</summary>
    public double Undeleted { get; init; }

    /// <summary>A run is cancelled at a random moment and counts as failed.</summary>
    public double Cancel { get; init; }

    /// <summary>Storage completes a write, but its reply is lost.</summary>
    public double LostReply { get; init; }

    /// <summary>Storage answers 503 to some requests in a row without executing them.</summary>
    public double Busy { get; init; }

    /// <exception cref="CommandLineException">The list is not of the form <c>twice=0.1,busy=0.05</c>.</exception>
    public static ChaosSettings Parse(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Aggregate(None, Read);

    private static ChaosSettings Read(ChaosSettings settings, string fault) =>
        fault.Split('=', 2) switch
        {
            ["twice", var value] => settings with { Twice = Probability(fault, value) },
            ["undeleted", var value] => settings with { Undeleted = Probability(fault, value) },
            ["cancel", var value] => settings with { Cancel = Probability(fault, value) },
            ["lost-reply", var value] => settings with { LostReply = Probability(fault, value) },
            ["busy", var value] => settings with { Busy = Probability(fault, value) },
            _ => throw new CommandLineException(
                $"--chaos does not know '{fault}'; faults are twice, undeleted, cancel, lost-reply and busy, "
                    + "each with =probability."
            ),
        };

    private static double Probability(string fault, string value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        && number <= 1
            ? number
            : throw new CommandLineException($"--chaos {fault}: the probability must be from 0 to 1.");
}
