using FsCheck.Xunit;
using Postern.Contracts.Http;
using Postern.Core.Limits;

namespace Postern.Tests.Limits;

public sealed class SendQuotaTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 20, 30, TimeSpan.Zero);
    private static readonly OutgoingServer Server = new()
    {
        Id = "relay",
        Name = "Relay",
        Host = "smtp.example.com",
    };

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(30, 3)]
    [InlineData(200, 20)]
    public void Bulk_leaves_a_tenth_and_something_of_every_limit_above_one(int limit, int reserve)
    {
        Assert.Equal(reserve, SendQuota.Reserve(limit, bulk: true));
        Assert.Equal(0, SendQuota.Reserve(limit, bulk: false));
    }

    [Fact]
    public void A_process_that_sends_single_mails_takes_single_recipients_and_a_fast_one_twice_as_many_each_time()
    {
        var server = Server with { DailyLimit = 10_000 };
        var (usage, sizes) = (new SendUsage(), new List<int>());
        QuotaBlock? last = null;
        for (var block = 0; block < 8; block++)
        {
            var answer = SendQuota.Take(server, usage, false, last, $"{block}", Now.AddSeconds(block));
            (usage, last) = (answer.Usage, answer.Block);
            sizes.Add(last!.Size);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 50, 50], sizes);
        Assert.Equal(sizes.Sum(), usage.LastDay(Now));
        var later = SendQuota.Take(server, usage, false, last, "later", Now.AddSeconds(18));
        Assert.Equal((1, 1), (later.Block!.Size, later.Block.Left));
    }

    [Theory]
    [InlineData(null, 30, 0, 3)]
    [InlineData(null, 30, 25, 1)]
    [InlineData(null, 6000, 0, 50)]
    [InlineData(200, null, 0, 2)]
    [InlineData(5, null, 0, 1)]
    [InlineData(1000, null, 0, 10)]
    [InlineData(1000, null, 990, 2)]
    [InlineData(1000, 30, 0, 3)]
    public void A_process_that_is_killed_takes_a_hundredth_of_a_day_or_a_tenth_of_a_minute_with_it_at_most(
        int? day,
        int? minute,
        int used,
        int most
    )
    {
        var server = Server with { DailyLimit = day, RatePerMinute = minute };
        var usage = new SendUsage().Count(used, Now, Now);
        var last = new QuotaBlock(0, Now, Now) { Size = 1000 };

        var block = SendQuota.Take(server, usage, false, last, "a", Now).Block!;

        Assert.Equal((most, most), (block.Left, block.Size));
        Assert.Equal(minute is null ? Now.AddMinutes(2) : Now.AddSeconds(30), block.Until);
    }

    [Property]
    public void However_it_is_taken_no_limit_is_exceeded_and_all_of_it_can_be_used(
        ushort dayLimit,
        byte minuteLimit,
        bool bulk
    )
    {
        var server = Server with { DailyLimit = (dayLimit % 500) + 1, RatePerMinute = minuteLimit + 1 };
        var (usage, taken) = (new SendUsage(), 0);
        QuotaBlock? last = null;
        while (SendQuota.Take(server, usage, bulk, last, $"{taken}", Now) is { Block: { } block } answer)
            (usage, taken, last) = (answer.Usage, taken + block.Left, block);
        var most = Math.Min(
            server.DailyLimit.Value - SendQuota.Reserve(server.DailyLimit.Value, bulk),
            server.RatePerMinute.Value - SendQuota.Reserve(server.RatePerMinute.Value, bulk)
        );
        Assert.Equal(most, taken);
        Assert.Equal((taken, taken), (usage.LastDay(Now), usage.LastMinute(Now)));
    }

    [Fact]
    public void A_full_minute_opens_with_the_next_and_a_full_day_when_its_first_hour_has_left()
    {
        var perMinute = Server with { RatePerMinute = 3 };
        var minute = SendQuota.Take(perMinute, new SendUsage().Count(3, Now, Now), false, null, "a", Now).Wait!;
        Assert.Equal(Now.AddSeconds(30), minute.From);

        var perDay = Server with { DailyLimit = 3 };
        var usage = new SendUsage().Count(2, Now.AddHours(-20), Now).Count(1, Now, Now);
        var day = SendQuota.Take(perDay, usage, false, null, "a", Now).Wait!;
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 15, 0, 0, TimeSpan.Zero), day.From);
        Assert.Contains("3 of 3 recipients in 24 hours", day.Why, StringComparison.Ordinal);
        Assert.NotNull(SendQuota.Take(perDay, usage, false, null, "a", day.From).Block);
        Assert.Null(SendQuota.Take(perDay, usage, false, null, "a", day.From.AddTicks(-1)).Block);
    }

    [Fact]
    public void What_is_given_back_is_taken_off_the_hour_and_minute_in_which_it_was_counted()
    {
        var server = Server with { DailyLimit = 100, RatePerMinute = 100 };
        var answer = SendQuota.Take(server, new SendUsage().Count(5, Now, Now), false, null, "a", Now);
        var later = Now.AddMinutes(50);
        Assert.Equal(5, SendQuota.GiveBack(answer.Usage, answer.Block, later).LastDay(later));
        Assert.Equal(5, SendQuota.GiveBack(answer.Usage, answer.Block, Now).LastMinute(Now));
        Assert.Equal(0, SendQuota.GiveBack(answer.Usage, answer.Block, later).LastMinute(later));
    }

    [Fact]
    public void The_block_of_a_killed_process_comes_back_when_its_lease_ends_and_whoever_waits_is_looked_at_then()
    {
        var server = Server with { DailyLimit = 1000 };
        var last = new QuotaBlock(0, Now, Now) { Size = 10 };
        var dead = SendQuota.Take(server, new SendUsage().Count(990, Now, Now), false, last, "dead", Now);
        Assert.Equal(2, dead.Block!.Size);
        var full = dead.Usage.Count(8, Now, Now);

        var waits = SendQuota.Take(server, full, false, null, "b", Now.AddMinutes(2)).Wait!;
        Assert.Equal(Now.AddMinutes(3), waits.From);
        var next = SendQuota.Take(server, full, false, null, "b", waits.From);
        Assert.Equal((1, 999), (next.Block!.Size, next.Usage.LastDay(waits.From)));
        Assert.Empty(next.Usage.Lent);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    public void A_process_that_accounts_for_its_block_too_late_counts_what_it_has_sent(int sent, int counted)
    {
        var server = Server with { DailyLimit = 1000 };
        var last = new QuotaBlock(0, Now, Now) { Size = 1 };
        var slow = SendQuota.Take(server, new SendUsage(), false, last, "slow", Now);
        var (block, later) = (slow.Block! with { Left = slow.Block.Left - sent }, Now.AddMinutes(4));

        Assert.Equal(counted, SendQuota.GiveBack(slow.Usage, block, later).LastDay(later));
        Assert.Equal(counted, SendQuota.GiveBack(slow.Usage.TakeBack(later), block, later).LastDay(later));
        Assert.Empty(SendQuota.GiveBack(slow.Usage, block, later).Lent);
        Assert.Equal(Now.AddMinutes(2), block.Until);
    }

    [Fact]
    public void A_single_recipient_is_for_a_mail_that_leaves_at_once_and_has_no_lease()
    {
        var server = Server with { DailyLimit = 1000 };
        var single = SendQuota.Take(server, new SendUsage(), false, null, "a", Now);

        Assert.Equal((1, 0), (single.Block!.Size, single.Usage.Lent.Count));
        Assert.Equal(1, single.Usage.TakeBack(Now.AddHours(1)).LastDay(Now.AddHours(1)));
    }

    [Fact]
    public void Mails_that_were_turned_away_come_back_as_many_a_minute_as_the_limit_lets_through()
    {
        var wait = new QuotaWait(Now, "full", TimeSpan.FromMinutes(1), 2);
        var bookings = Bookings.None;
        var slots = Enumerable.Range(0, 5).Select(_ => (bookings = bookings.Next(wait)).Slot).ToList();
        Assert.Equal([Now, Now, Now.AddMinutes(1), Now.AddMinutes(1), Now.AddMinutes(2)], slots);
        var later = wait with { From = Now.AddMinutes(9) };
        Assert.Equal(later.From, bookings.Next(later).Slot);
    }

    [Fact]
    public void A_slot_is_free_when_nobody_leases_it()
    {
        Assert.Equal(0, SlotRules.Free([], 2, Now));
        Assert.Equal(1, SlotRules.Free([Slot(0, 1)], 2, Now));
        Assert.Equal(0, SlotRules.Free([Slot(0, 0), Slot(1, 5)], 2, Now));
        Assert.Null(SlotRules.Free([Slot(0, 1), Slot(1, 1)], 2, Now));

        static ConnectionSlot Slot(int number, int seconds) => new(number, "run", Now.AddSeconds(seconds));
    }
}
