namespace Postern.Backup;

/// <summary>What a backup consists of; while it is made, what is there so far.</summary>
internal sealed record Manifest
{
    public const int Current = 1;

    /// <summary>Version of the files' format.</summary>
    public int Version { get; init; } = Current;

    /// <summary>Name of the account that was read.</summary>
    public required string Account { get; init; }

    /// <summary>When reading began: what was written before is there.</summary>
    public required DateTimeOffset Started { get; init; }

    public DateTimeOffset? Finished { get; init; }

    /// <summary>The tables and lists that were read to their end.</summary>
    public IReadOnlyList<string> Whole { get; init; } = [];

    public IReadOnlyList<Part> Parts { get; init; } = [];

    public long RowsOf(string table) => PartsOf(table).Sum(part => part.Rows);

    public IEnumerable<Part> PartsOf(string table) => Parts.Where(part => part.Of == table);

    /// <summary>That of the rows that are the same in every account, see <see cref="Fingerprint"/>.</summary>
    public Fingerprint FingerprintOf(string table) =>
        PartsOf(table).Aggregate(new Fingerprint(), (sum, part) => sum + Fingerprint.Read(part.Fingerprint));

    /// <summary>What a restored account names as its origin; no account can be called so.</summary>
    public string Origin => $"{Account}, backup of {Started:yyyy-MM-ddTHH:mm:ssZ}";
}
