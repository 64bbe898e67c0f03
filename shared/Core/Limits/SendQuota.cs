using System.Globalization;
using Postern.Contracts.Http;

namespace Postern.Core.Limits;

/// <summary>
/// How much of a server's limits may be taken (P9). Bulk leaves a tenth of each limit to transactional mail, so that a
/// mailing never keeps a reply from leaving; transactional mail may use all of it.
/// </summary>
public static class SendQuota
{
    private const int Share = 10;

    public static bool Applies(OutgoingServer server) => server is not { DailyLimit: null, RatePerMinute: null };

    /// <summary>What a mail of this kind must leave untouched of a limit.</summary>
    public static int Reserve(int limit, bool bulk) => !bulk || limit < 2 ? 0 : Math.Max(1, limit / Share);

    /// <summary>Takes a block out of both limits, or says from when on one can be had.</summary>
    public static QuotaAnswer Take(OutgoingServer server, SendUsage usage, bool bulk, DateTimeOffset now)
    {
        if (server.DailyLimit is { } day && Left(day, usage.LastDay(now), bulk) == 0)
            return Wait(
                server,
                usage,
                usage.DayBelow(day - Reserve(day, bulk), now),
                Why(server, usage.LastDay(now), day, "in 24 hours", bulk),
                TimeSpan.FromHours(1),
                day
            );
        if (server.RatePerMinute is { } rate && Left(rate, usage.LastMinute(now), bulk) == 0)
            return Wait(
                server,
                usage,
                SendUsage.MinuteOf(now).AddMinutes(1),
                Why(server, usage.LastMinute(now), rate, "this minute", bulk),
                TimeSpan.FromMinutes(1),
                rate
            );
        var count = Math.Min(
            Block(server.DailyLimit, usage.LastDay(now), bulk),
            Block(server.RatePerMinute, usage.LastMinute(now), bulk)
        );
        return new QuotaAnswer(usage.Count(count, now, now)) { Block = new QuotaBlock(count, now, Until(server, now)) };
    }

    /// <summary>Takes back what is left of a block.</summary>
    public static SendUsage GiveBack(SendUsage usage, QuotaBlock? block, DateTimeOffset now) =>
        block is { Left: > 0 } ? usage.Count(-block.Left, block.Taken, now) : usage;

    private static int Left(int limit, int used, bool bulk) => Math.Max(0, limit - Reserve(limit, bulk) - used);

    // A tenth of the limit, less where little is left: so no instance sits on the last ones while another waits for them.
    private static int Block(int? limit, int used, bool bulk) =>
        limit is { } most ? Math.Clamp(Left(most, used, bulk) / 4, 1, Math.Max(1, most / Share)) : int.MaxValue;

    // A block is counted in one minute and one hour; used later, it would count as older than it is.
    private static DateTimeOffset Until(OutgoingServer server, DateTimeOffset now) =>
        server.RatePerMinute is null ? SendUsage.HourOf(now).AddHours(1) : SendUsage.MinuteOf(now).AddMinutes(1);

    private static QuotaAnswer Wait(
        OutgoingServer server,
        SendUsage usage,
        DateTimeOffset from,
        string why,
        TimeSpan slot,
        int perSlot
    ) =>
        new(usage)
        {
            Wait = new QuotaWait(
                from,
                $"{server.Name}: {why}; more from {from.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC on.",
                slot,
                perSlot
            ),
        };

    private static string Why(OutgoingServer server, int used, int limit, string window, bool bulk) =>
        $"{used} of {limit} recipients {window}"
        + (bulk && used < limit ? ", the rest is kept for mail that is no mass mail" : "");
}

/// <summary>What came of asking for a block: either <see cref="Block"/> or <see cref="Wait"/>.</summary>
/// <param name="Usage">The usage after it.</param>
public sealed record QuotaAnswer(SendUsage Usage)
{
    public QuotaBlock? Block { get; init; }

    public QuotaWait? Wait { get; init; }
}

/// <summary>Recipients that this process may send to.</summary>
/// <param name="Left">How many are unused.</param>
/// <param name="Taken">When they were counted.</param>
/// <param name="Until">Until when they may be used.</param>
public sealed record QuotaBlock(int Left, DateTimeOffset Taken, DateTimeOffset Until);

/// <summary>Why there is nothing to take now.</summary>
/// <param name="From">From when on there is again.</param>
/// <param name="Why">The limit, in words.</param>
/// <param name="Slot">The limit's unit of time.</param>
/// <param name="PerSlot">How many mails may come back for one unit of time.</param>
public sealed record QuotaWait(DateTimeOffset From, string Why, TimeSpan Slot, int PerSlot);
