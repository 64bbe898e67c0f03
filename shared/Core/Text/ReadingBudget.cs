namespace Postern.Core.Text;

/// <summary>
/// The work that may be done to read one mail. Each reader takes from it what it is about to do; one unit is about a
/// character that is looked at, or a tenth of a piece that is made. Reading takes a few units an octet, so that only
/// what repeats itself exceeds the budget. It does not depend on a clock: the same mail always takes the same.
/// </summary>
internal sealed class ReadingBudget
{
    private const long Base = 20_000_000;
    private const long EachOctet = 100;

    private readonly long _total;
    private readonly CancellationToken _cancellationToken;
    private long _spent;

    /// <summary>A budget of that many units.</summary>
    /// <param name="total">The units.</param>
    /// <param name="cancellationToken">Ends the reading at the next piece of work.</param>
    public ReadingBudget(long total, CancellationToken cancellationToken = default)
    {
        _total = total;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The budget of content that is no mail, and of mail in tests: it is not exceeded.</summary>
    public static ReadingBudget Unlimited => new(long.MaxValue);

    /// <summary>The budget of a mail of that many octets.</summary>
    public static ReadingBudget For(long octets, CancellationToken cancellationToken) =>
        new(Base + (EachOctet * octets), cancellationToken);

    /// <summary>Units that were taken so far.</summary>
    public long Spent => _spent;

    /// <summary>Takes units for work that follows. Throws when too few are left.</summary>
    public void Take(long units)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        _spent += units;
        if (_spent > _total)
            throw new UnreadableMailException($"Body: reading the mail takes more than {_total} units of work.");
    }

    /// <summary>Takes units for pieces that are made.</summary>
    public void TakePieces(long count) => Take(count * 10);
}
