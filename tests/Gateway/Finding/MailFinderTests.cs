using Postern.Core.Finding;
using Postern.Core.Journal;
using Postern.Gateway.Searching;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Finding;

/// <summary>Mails over many days.</summary>
public sealed class MailFinderTests
{
    [Fact]
    public async Task Mails_of_many_days_are_one_list_newest_first_in_pages_of_any_size()
    {
        await using var gateway = await TestGateway.StartAsync();
        var expected = new List<string>();
        foreach (var number in Enumerable.Range(0, 60))
            expected.Add(await AddAsync(gateway, TimeSpan.FromHours(17 * number), $"Mail {number}"));

        Assert.Equal(expected, await ReadAllAsync(gateway, new(), new DayRange(), 1000));
        Assert.Equal(expected, await ReadAllAsync(gateway, new(), new DayRange(), 7));
        var today = DayRange.DayOf(gateway.Time.GetUtcNow());
        var range = new DayRange(today.AddDays(-3), today.AddDays(-2));
        var inRange = expected.Where(id => range.Has(DayRange.DayOf(new MailId(id).Received)));
        Assert.Equal(inRange, await ReadAllAsync(gateway, new(), range, 2));
    }

    [Fact]
    public async Task A_mail_of_last_year_is_found_by_address_though_calls_end_without_having_found_anything()
    {
        await using var gateway = await TestGateway.StartAsync();
        var old = await AddAsync(gateway, TimeSpan.FromDays(300), "Old", sender: "ann@a.example");
        var got = await AddAsync(gateway, TimeSpan.FromDays(200), "Got", recipients: ["x@b.example", "ann@a.example"]);
        await AddAsync(gateway, TimeSpan.FromDays(1), "Other", sender: "bob@a.example");
        var finder = gateway.Get<MailFinder>();
        var filter = new JournalFilter { Address = "ann@a.example" };

        var first = await finder.FindAsync(filter, new DayRange(), 10, default);

        Assert.Empty(first.Items);
        Assert.NotNull(first.Next);
        Assert.Equal([got, old], await ReadAllAsync(gateway, filter, new DayRange(), 10));
    }

    [Fact]
    public async Task A_subject_is_searched_for_in_calls_of_five_thousand_rows()
    {
        await using var gateway = await TestGateway.StartAsync();
        var rows = Enumerable.Range(0, 6500).Select(number => TimeSpan.FromMilliseconds(500 * number));
        foreach (var some in rows.Chunk(64))
            await Task.WhenAll(some.Select(age => AddAsync(gateway, age, "Hay")));
        var needle = await AddAsync(gateway, TimeSpan.FromSeconds(3240), "The NEEDLE");
        var filter = new JournalFilter { Subject = "needle" };

        var first = await gateway.Get<MailFinder>().FindAsync(filter, new DayRange(), 10, default);

        Assert.Empty(first.Items);
        Assert.NotNull(first.Next);
        Assert.Equal([needle], await ReadAllAsync(gateway, filter, new DayRange(), 10));
    }

    [Fact]
    public async Task A_mail_that_came_is_found_by_its_sender_and_by_whom_it_reached()
    {
        await using var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        var id = await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}"));
        await gateway.DrainAsync();

        foreach (var address in new[] { "carl@customer.example", $"support@{TestGateway.Domain}" })
        {
            var filter = new JournalFilter { Address = address };
            Assert.Equal([id.Value], await ReadAllAsync(gateway, filter, new DayRange(), 10));
        }
        Assert.Empty(
            await ReadAllAsync(gateway, new JournalFilter { Address = "o'neil@a.example" }, new DayRange(), 10)
        );
    }

    private static async Task<List<string>> ReadAllAsync(
        TestGateway gateway,
        JournalFilter filter,
        DayRange days,
        int limit
    )
    {
        var found = new List<string>();
        while (true)
        {
            var page = await gateway.Get<MailFinder>().FindAsync(filter, days, limit, default);
            Assert.InRange(page.Items.Count, 0, limit);
            found.AddRange(page.Items.Select(entry => entry.Id));
            if (page.Next is not { } next)
                return found;
            filter = filter with { After = new MailId(next) };
        }
    }

    private static async Task<string> AddAsync(
        TestGateway gateway,
        TimeSpan age,
        string subject,
        string sender = "someone@a.example",
        params string[] recipients
    )
    {
        var received = gateway.Time.GetUtcNow() - age;
        var id = MailId.Create(received, $"{received:O} {subject}");
        var entry = new JournalEntry
        {
            Id = id.Value,
            Received = received,
            Source = "http",
            Raw = id.Value,
            Sender = sender,
            Recipients = recipients,
            Subject = subject,
        };
        await gateway.Get<JournalStore>().TryAddAsync(entry, default);
        return id.Value;
    }
}
