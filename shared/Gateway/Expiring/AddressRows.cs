using Azure.Data.Tables;
using Postern.Contracts.Http;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Expiring;

/// <summary>
/// The rows of an address, or of a list of addresses, that are too old. Of an address all go or none: one young row keeps
/// the others. Each row of a list is judged by itself.
/// </summary>
/// <param name="partition">The address or the list; null before the first one.</param>
/// <param name="before">What is not older stays.</param>
internal sealed class AddressRows(string? partition, DateTimeOffset before)
{
    private const string Contact = "contact";
    private const string Blacklist = "blacklist";
    private const string Blacklisted = "blacklisted";
    private const string Erased = "erased";

    /// <summary>What the keys of rows begin with whose time is in the key, the newest first.</summary>
    public static readonly IReadOnlyList<string> Dated = ["bounce:", "in:", "note:", "out:"];

    private readonly List<TableEntity> _rows = [];

    public string? Partition => partition;

    public bool IsAddress => partition?.Contains('@', StringComparison.Ordinal) == true;

    /// <summary>Whether something young was seen, so that nothing goes.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Whether some of its rows are deleted already, and so are not seen again.</summary>
    public bool IsBegun { get; private set; }

    public IReadOnlyList<TableEntity> ToDelete => _rows;

    public void Add(TableEntity row)
    {
        if (IsActive)
            return;
        if (IsYoung(row))
            Keep();
        else if (IsAddress ? row.RowKey != Contact && (row.RowKey != Blacklist || IsOver(row)) : IsOldOfList(row))
            // A busy address has many rows, of which nothing but the key is needed.
            _rows.Add(new(row.PartitionKey, row.RowKey) { ETag = row.ETag });
    }

    /// <summary>Something has happened: what is left stays.</summary>
    public void Keep()
    {
        _rows.Clear();
        IsActive = true;
    }

    /// <summary>The rows are deleted.</summary>
    public void Forget()
    {
        _rows.Clear();
        IsBegun = true;
    }

    /// <summary>Whether a row says that the address is active.</summary>
    public bool IsYoung(TableEntity row) =>
        IsAddress && row.RowKey is not (Contact or Blacklist) && TimeOf(row) > before;

    private bool IsOldOfList(TableEntity row) => partition is Blacklisted or Erased && IsOver(row);

    private static DateTimeOffset TimeOf(TableEntity row)
    {
        if (Dated.FirstOrDefault(prefix => row.RowKey.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
            return SortableTime.TryReadNewestFirst(row.RowKey.AsSpan(prefix.Length), out var time) ? time : default;
        // A notice, or what was listed on a day.
        return TableRow.Read<Dating>(row).Latest;
    }

    private bool IsOver(TableEntity row) =>
        TableRow.Read<BlacklistEntry>(row) is { Expires: { } expires } entry
        && expires <= before
        && entry.Since <= before;

    private sealed record Dating(DateTimeOffset? Time, DateTime? Day)
    {
        public DateTimeOffset Latest => Time ?? (Day is { } day ? new DateTimeOffset(day, TimeSpan.Zero) : default);
    }
}
