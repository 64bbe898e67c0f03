using System.Globalization;
using Postern.Tests.Support;

namespace Postern.Bench.Cost;

/// <summary>
/// The prices and quantities of <c>docs/operating.md</c>, in USD. They stand only there: what is calculated from them is
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
    public static Prices Read() => new(File.ReadLines(Path.Combine(Repository.Root, "docs", "operating.md")));

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

    public double AlertRule => Number("alert rule a month");

    /// <summary>Minutes for which an instance keeps a secret that it has read; 0 = it reads it for each use.</summary>
    public double SecretMinutes => Number("minutes that a secret is kept");

    private double TenThousand(string row) => Number(row) / 10_000;

    private double Number(string row) =>
        _rows.Where(cells => cells[0] == row).ToList() is [var only]
            ? double.Parse(only[1], CultureInfo.InvariantCulture)
            : throw new InvalidDataException($"docs/operating.md has not one row '{row}'.");
}
