namespace Postern.Core.Limits;

/// <summary>Allots the connections that a server allows.</summary>
public static class SlotRules
{
    /// <summary>The lowest free slot; null when all are leased.</summary>
    /// <param name="rows">The stored slots.</param>
    /// <param name="connections">How many connections the server allows.</param>
    /// <param name="now">The current time.</param>
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

/// <summary>The lease of one connection to a server.</summary>
/// <param name="Number">Number of the connection, from 0.</param>
/// <param name="Holder">Unique id of the holder.</param>
/// <param name="Until">End of the lease, unless it is renewed.</param>
public sealed record ConnectionSlot(int Number, string Holder, DateTimeOffset Until);
