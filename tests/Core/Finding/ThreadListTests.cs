using Postern.Contracts;
using Postern.Core.Finding;
using Postern.Core.Keys;
using Postern.Core.Threads;

namespace Postern.Tests.Finding;

/// <summary>The list of threads, over rows of a made-up storage: a row for each thread and day.</summary>
public sealed class ThreadListTests
{
    private static readonly DateOnly Monday = new(2026, 11, 2);

    [Fact]
    public void Pages_of_any_size_show_each_thread_once_and_the_newest_day_first()
    {
        foreach (var seed in Enumerable.Range(0, 300))
        {
            var random = new Random(seed);
            var threads = Threads(random);
            var shown = ReadAll(threads, new ThreadFilter(), random);
            Assert.Equal(Sorted(threads.Keys), Sorted(shown.Select(KeyOf)));
            Assert.Equal(shown.Select(DayOf).OrderDescending(), shown.Select(DayOf));
        }
    }

    [Fact]
    public void A_day_that_is_one_block_is_sorted_by_the_newest_message()
    {
        foreach (var seed in Enumerable.Range(0, 100))
        {
            var random = new Random(seed);
            var threads = Threads(random);
            var shown = ReadAll(threads, new ThreadFilter(), random, size: 1000, most: 5000);
            Assert.Equal(shown.OrderByDescending(thread => thread.LastActivity).Select(KeyOf), shown.Select(KeyOf));
        }
    }

    [Fact]
    public void A_filter_leaves_out_the_others_and_a_page_may_be_empty_and_go_on()
    {
        foreach (var seed in Enumerable.Range(0, 200))
        {
            var random = new Random(seed);
            var threads = Threads(random);
            var shown = ReadAll(threads, new ThreadFilter(Text: "SUBJECT 1"), random);
            var expected = threads.Keys.Where(key =>
                $"Subject {key.Id}".StartsWith("Subject 1", StringComparison.Ordinal)
            );
            Assert.Equal(Sorted(expected), Sorted(shown.Select(KeyOf)));
        }
    }

    [Fact]
    public void What_happens_between_two_pages_takes_no_other_thread_from_the_list()
    {
        foreach (var seed in Enumerable.Range(0, 300))
        {
            var random = new Random(seed);
            var threads = Threads(random);
            var before = threads.Keys.ToList();
            var moved = new HashSet<ThreadKey>();
            var shown = ReadAll(threads, new ThreadFilter(), random, between: () => moved.Add(Answer(threads, random)));
            var missed = before.Except(shown.Select(KeyOf)).ToList();
            Assert.Equal(shown.Count, shown.Select(KeyOf).Distinct().Count());
            // One that moved to the top is found there, on a fresh list.
            Assert.Empty(missed.Except(moved));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-02")]
    [InlineData("2026-13-02\n\n\n")]
    [InlineData("today\na\nb\nc")]
    [InlineData("2026-11-02\na\nb\nc\nd")]
    public void What_is_no_place_is_none(string text) => Assert.Null(ThreadPlace.Read(text));

    [Fact]
    public void Places_are_read_as_they_were_written()
    {
        var place = new ThreadPlace(Monday, "order:~003a 'ä", "order:x", "shown");
        Assert.Equal(place, ThreadPlace.Read(place.ToString()));
        var delivery = new DeliveryPlace(new RecentThread(Monday, new("order", "a:b"), ""), "message", "recipient");
        Assert.Equal(delivery, DeliveryPlace.Read(delivery.ToString()));
        Assert.Null(DeliveryPlace.Read("2026-11-02\nno thread\n\n"));
        Assert.Null(DeliveryPlace.Read("x"));
    }

    // Times of the messages of each thread.
    private static Dictionary<ThreadKey, List<DateTimeOffset>> Threads(Random random) =>
        Enumerable
            .Range(0, random.Next(0, 40))
            .ToDictionary(
                number => new ThreadKey(random.Next(2) == 0 ? "order" : "task", $"{number}"),
                _ => Enumerable.Range(0, random.Next(1, 5)).Select(_ => Moment(random)).ToList()
            );

    private static DateTimeOffset Moment(Random random) =>
        DayRange.Start(Monday).AddDays(random.Next(4)).AddMilliseconds(random.Next(86_400_000));

    private static ThreadKey Answer(Dictionary<ThreadKey, List<DateTimeOffset>> threads, Random random)
    {
        var thread =
            threads.Keys.Count == 0
                ? new ThreadKey("order", "new")
                : threads.Keys.ElementAt(random.Next(threads.Count));
        threads.TryAdd(thread, []);
        threads[thread].Add(Moment(random));
        return thread;
    }

    private static List<FoundThread> ReadAll(
        Dictionary<ThreadKey, List<DateTimeOffset>> threads,
        ThreadFilter filter,
        Random random,
        int? size = null,
        int? most = null,
        Action? between = null
    )
    {
        var (shown, place) = (new List<FoundThread>(), (ThreadPlace?)null);
        for (var page = 0; ; page++)
        {
            Assert.InRange(page, 0, 10_000);
            var (items, next) = Read(
                threads,
                filter,
                place,
                random.Next(1, 9),
                size ?? random.Next(1, 6),
                most ?? random.Next(1, 12)
            );
            shown.AddRange(items);
            if (next is null)
                return shown;
            place = ThreadPlace.Read(next.ToString());
            between?.Invoke();
        }
    }

    // As the list does it: rows from a place on, in blocks.
    private static (IReadOnlyList<FoundThread> Items, ThreadPlace? Next) Read(
        Dictionary<ThreadKey, List<DateTimeOffset>> threads,
        ThreadFilter filter,
        ThreadPlace? place,
        int limit,
        int size,
        int most
    )
    {
        var (items, blocks) = (new List<FoundThread>(), new RecentBlocks(filter, place, size, most));
        var whole = Rows(threads).Where(row => IsAfter(row, place)).Select(blocks.Add).OfType<RecentBlock>();
        foreach (var block in whole.Concat(Last(blocks)))
        {
            var rest = ThreadSorting.Rest(block, block.Threads.Select(row => Found(threads, row.Thread)), place);
            var page = rest.Take(limit - items.Count).ToList();
            items.AddRange(page);
            if (items.Count == limit)
                return (items, ThreadSorting.Next(block, rest, page.Count));
            if (block.IsLast)
                return (items, ThreadSorting.After(block));
        }
        return (items, null);
    }

    private static IEnumerable<RecentBlock> Last(RecentBlocks blocks)
    {
        if (blocks.Rest() is { } rest)
            yield return rest;
    }

    private static IEnumerable<RecentThread> Rows(Dictionary<ThreadKey, List<DateTimeOffset>> threads) =>
        threads
            .SelectMany(thread => thread.Value.Select(time => RecentThread.Of(Head(thread.Key), time)))
            .Distinct()
            .OrderByDescending(row => row.Day)
            .ThenBy(row => row.Thread.Partition, StringComparer.Ordinal);

    private static bool IsAfter(RecentThread row, ThreadPlace? place) =>
        place is null
        || row.Day < place.Day
        || (row.Day == place.Day && string.CompareOrdinal(row.Thread.Partition, place.After) > 0);

    private static FoundThread Found(Dictionary<ThreadKey, List<DateTimeOffset>> threads, ThreadKey key)
    {
        var time = threads[key].Max();
        var message = new ThreadMessage
        {
            Key = MessageKey.Create(time, "0000000000a").Value,
            Thread = Head(key),
            Time = time,
            Author = new MessageAuthor("ann@a.example", null, false),
            MessageId = "<m@a.example>",
        };
        return FoundThread.Of(message.Thread, message);
    }

    private static ThreadHead Head(ThreadKey key) =>
        new()
        {
            Model = key.Model,
            Id = key.Id,
            Token = "t",
            Subject = $"Subject {key.Id}",
            Created = DayRange.Start(Monday),
        };

    private static IEnumerable<string> Sorted(IEnumerable<ThreadKey> keys) =>
        keys.Select(key => key.Partition).Order(StringComparer.Ordinal);

    private static ThreadKey KeyOf(FoundThread thread) => new(thread.Model, thread.Id);

    private static DateOnly DayOf(FoundThread thread) => DayRange.DayOf(thread.LastActivity);
}
