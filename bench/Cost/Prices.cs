using System.Globalization;
using Postern.Tests.Support;

namespace Postern.Bench.Cost;

/// <summary>
/// The prices and quantities of <c>docs/cost.md</c>, in USD. They stand only there: what is calculated from them is
/// calculated anew when they change.
/// </summary>
internal sealed class Prices
{
    private readonly List<string[]> _rows;

    public Prices(IEnumerable<string> lines) =>
        _rows = [
            .. lines
                .Where(line => line.StartsWith('|'))
                .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()),
        ];

    /// <summary>Those of the checked-out project.</summary>
    public static Prices Read() => new(File.ReadLines(Path.Combine(Repository.Root, "docs", "cost.md")));

    public double BlobWrite => TenThousand("blob write");

    public double BlobRead => TenThousand("blob read");

    public double TableCall => TenThousand("table call");

    public double QueueCall => TenThousand("queue call");

    /// <summary>Of a vault's operation.</summary>
    public double VaultCall => TenThousand("vault operation");

    /// <summary>Of a second in which an instance with 1 GB works.</summary>
    public double GigabyteSecond => Number("GB and second of an instance that works");

    public double Run => Number("million runs") / 1_000_000;

    /// <summary>Of 1 GB kept for a month.</summary>
    public double GigabyteMonth => Number("GB of blobs kept a month");

    public double TelemetryGigabyte => Number("GB of telemetry");

    /// <summary>Of a GB that is filtered out beyond half of what comes in.</summary>
    public double FilteredGigabyte => Number("GB of telemetry filtered out, beyond half");

    /// <summary>Share of the mails whose traces the gateway exports.</summary>
    public double TraceShare => Number("traces of the gateway kept");

    /// <summary>Share of its traces that the Functions host exports.</summary>
    public double HostTraceShare => Number("traces of the host kept");

    public double AlertRule => Number("alert rule a month");

    /// <summary>Minutes for which an instance keeps a secret that it has read; 0 = it reads it for each use.</summary>
    public double SecretMinutes => Number("minutes that a secret is kept");

    /// <summary>A count of records of telemetry.</summary>
    public double Records(string row) => Number(row);

    private double TenThousand(string row) => Number(row) / 10_000;

    private double Number(string row) =>
        _rows.Where(cells => cells[0] == row).ToList() is [var only]
            ? double.Parse(only[1], CultureInfo.InvariantCulture)
            : throw new InvalidDataException($"docs/cost.md has not one row '{row}'.");
}
