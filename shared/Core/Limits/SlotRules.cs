namespace Postern.Core.Limits;

/// <summary>Which of a server's connection slots may be taken.</summary>
public static class SlotRules
{
    /// <summary>The lowest free slot, or null when each is leased.</summary>
    /// <param name="rows">The slots that were ever taken.</param>
    /// <param name="connections">How many connections the server allows.</param>
    /// <param name="now">The time.</param>
    public static int? Free(IEnumerable<ConnectionSlot> rows, int connections, DateTimeOffset now)
    {
        var taken = rows.Where(row => row.Until > now).Select(row => row.Number).ToHashSet();
        foreach (var number in Enumerable.Range(0, connections))
        {
            if (!taken.Contains(number))
                return number;
        }
        return null;
    }
}

/// <summary>The right to have one connection to a server open.</summary>
/// <param name="Number">Which of the server's connections, from 0.</param>
/// <param name="Holder">Who took it.</param>
/// <param name="Until">Until when, unless it is renewed.</param>
public sealed record ConnectionSlot(int Number, string Holder, DateTimeOffset Until);
