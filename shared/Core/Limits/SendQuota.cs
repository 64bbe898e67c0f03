using System.Globalization;
using Postern.Contracts.Http;

namespace Postern.Core.Limits;

/// <summary>
/// Allots the limits of an outgoing server (P9) in blocks, so that not every mail needs a call to storage. Mass
/// mailings leave a tenth of each limit to other mail, so that a mailing never delays a reply.
/// </summary>
public static class SendQuota
{
    private const int Share = 10;

    // What a killed process has sent of its block is not known, so a block is small: a hundredth of a day's limit, and no
    // more than the process has just shown to use up within seconds.
    private const int ShareOfDay = 100;
    private const int LargestBlock = 50;
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(10);

    // A process stops using a block before it comes back by itself.
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(3);

    /// <summary>Whether the server has a limit.</summary>
    public static bool Applies(OutgoingServer server) => server is not { DailyLimit: null, RatePerMinute: null };

    /// <summary>The part of a limit, in recipients, that a mail of this kind must not use.</summary>
    public static int Reserve(int limit, bool bulk) => !bulk || limit < 2 ? 0 : Math.Max(1, limit / Share);

    /// <summary>Takes a block from both limits, or returns when one is available.</summary>
    /// <param name="server">The server.</param>
    /// <param name="usage">What counts against its limits.</param>
    /// <param name="bulk">Whether it is mass mail.</param>
    /// <param name="last">The process's last block, which was used up; null for its first one.</param>
    /// <param name="id">Unique id of the block.</param>
    /// <param name="now">The current time.</param>
    public static QuotaAnswer Take(
        OutgoingServer server,
        SendUsage usage,
        bool bulk,
        QuotaBlock? last,
        string id,
        DateTimeOffset now
    )
    {
        usage = usage.TakeBack(now);
        if ((DailyWait(server, usage, bulk, now) ?? RateWait(server, usage, bulk, now)) is { } wait)
            return new QuotaAnswer(usage) { Wait = wait };
        var fair = Math.Min(
            BlockSize(server.DailyLimit, usage.LastDay(now), bulk, ShareOfDay),
            BlockSize(server.RatePerMinute, usage.LastMinute(now), bulk, Share)
        );
        var count = Math.Min(fair, Wanted(last, now));
        var block = new QuotaBlock(count, now, Until(server, now)) { Id = id, Size = count };
        return new QuotaAnswer(Lend(usage.Count(count, now, now), block, now)) { Block = block };
    }

    /// <summary>Accounts for a block: its unused part is returned.</summary>
    public static SendUsage GiveBack(SendUsage usage, QuotaBlock? block, DateTimeOffset now)
    {
        if (block is null)
            return usage;
        // It came back by itself, as if nothing of it had been used.
        if (block.IsLent && usage.Lent.All(lent => lent.Id != block.Id))
            return usage.Count(block.Size - block.Left, block.Taken, now);
        return block is { IsLent: false, Left: 0 }
            ? usage
            : usage.Without(block.Id).Count(-block.Left, block.Taken, now);
    }

    private static SendUsage Lend(SendUsage usage, QuotaBlock block, DateTimeOffset now) =>
        block.IsLent
            ? usage with
            {
                Lent = [.. usage.Lent, new LentBlock(block.Id, block.Size, now, now + Lease)],
            }
            : usage;

    private static QuotaWait? DailyWait(OutgoingServer server, SendUsage usage, bool bulk, DateTimeOffset now)
    {
        var used = usage.LastDay(now);
        if (server.DailyLimit is not { } limit || Left(limit, used, bulk) > 0)
            return null;
        var from = usage.DayBelow(limit - Reserve(limit, bulk), now);
        // A block may come back before.
        if (usage.Lent.Count > 0 && usage.Lent.Min(block => block.Until) is var lent && lent < from)
            from = lent;
        var reached = Reached(used, limit, "in 24 hours", bulk);
        return new QuotaWait(from, Why(server, reached, from), TimeSpan.FromHours(1), limit);
    }

    private static QuotaWait? RateWait(OutgoingServer server, SendUsage usage, bool bulk, DateTimeOffset now)
    {
        var used = usage.LastMinute(now);
        if (server.RatePerMinute is not { } limit || Left(limit, used, bulk) > 0)
            return null;
        var from = SendUsage.MinuteOf(now).AddMinutes(1);
        var reached = Reached(used, limit, "this minute", bulk);
        return new QuotaWait(from, Why(server, reached, from), TimeSpan.FromMinutes(1), limit);
    }

    private static int Left(int limit, int used, bool bulk) => Math.Max(0, limit - Reserve(limit, bulk) - used);

    // A process that sends single mails takes single recipients, one that sends fast twice as many each time.
    private static int Wanted(QuotaBlock? last, DateTimeOffset now) =>
        last is { Size: > 0 } && now - last.Taken <= Quick ? last.Size * 2 : 1;

    // A share of the limit. Less near its end, so that no instance keeps the last ones while another waits for them.
    private static int BlockSize(int? limit, int used, bool bulk, int share) =>
        limit is { } most
            ? Math.Clamp(Left(most, used, bulk) / 4, 1, Math.Clamp(most / share, 1, LargestBlock))
            : LargestBlock;

    // A block is counted in one minute and one hour; used later, it would count as older than it is.
    private static DateTimeOffset Until(OutgoingServer server, DateTimeOffset now)
    {
        var counted = server.RatePerMinute is null
            ? SendUsage.HourOf(now).AddHours(1)
            : SendUsage.MinuteOf(now).AddMinutes(1);
        return counted < now + Validity ? counted : now + Validity;
    }

    private static string Reached(int used, int limit, string window, bool bulk)
    {
        var isReserve = bulk && used < limit;
        return $"{used} of {limit} recipients {window}"
            + (isReserve ? ", the rest is kept for mail that is no mass mail" : "");
    }

    private static string Why(OutgoingServer server, string reached, DateTimeOffset from)
    {
        var time = from.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
        return $"{server.Name}: {reached}; more from {time} UTC on.";
    }
}

/// <summary>Answer to a request for a block: either <see cref="Block"/> or <see cref="Wait"/> is set.</summary>
/// <param name="Usage">The usage after the request.</param>
public sealed record QuotaAnswer(SendUsage Usage)
{
    public QuotaBlock? Block { get; init; }

    public QuotaWait? Wait { get; init; }
}

/// <summary>A number of recipients to which this process may send.</summary>
/// <param name="Left">How many are unused.</param>
/// <param name="Taken">When they were counted.</param>
/// <param name="Until">When the block expires.</param>
public sealed record QuotaBlock(int Left, DateTimeOffset Taken, DateTimeOffset Until)
{
    /// <summary>Its unique id.</summary>
    public string Id { get; init; } = "";

    /// <summary>How many there were.</summary>
    public int Size { get; init; }

    /// <summary>Whether it has a lease: a single recipient is taken for a mail that leaves at once.</summary>
    public bool IsLent => Size > 1;
}

/// <summary>A limit that is reached.</summary>
/// <param name="From">When a block is available again.</param>
/// <param name="Why">The limit, for administrators.</param>
/// <param name="Slot">The limit's unit of time.</param>
/// <param name="PerSlot">How many deferred mails may be retried per unit of time.</param>
public sealed record QuotaWait(DateTimeOffset From, string Why, TimeSpan Slot, int PerSlot);
