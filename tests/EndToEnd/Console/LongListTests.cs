using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Microsoft.Playwright;
using Postern.Core.Journal;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Console;

/// <summary>A list of many more mails than anybody reads.</summary>
[Collection(nameof(InBrowser))]
[Trait("Speed", "Long")]
public sealed class LongListTests(ConsoleHost host, ITestOutputHelper output)
{
    private const int Mails = 10_000;
    private const int AtOnce = 100;

    // Shows more until there is no more, and returns for how long the page did not react at most, in milliseconds.
    private const string ShowAll = """
        async () => {
          let longest = 0;
          const watch = new PerformanceObserver((list) => {
            for (const task of list.getEntries()) longest = Math.max(longest, task.duration);
          });
          watch.observe({ type: 'longtask' });
          const button = () => document.querySelector('main .pager button');
          for (; button(); await new Promise((done) => setTimeout(done, 50)))
            if (button().textContent === 'Show more') button().click();
          watch.disconnect();
          return longest;
        }
        """;

    [SkippableFact]
    public async Task Ten_thousand_mails_are_shown_once_each_and_the_page_reacts_meanwhile()
    {
        Skip.IfNot(ConsoleHost.Missing is null, ConsoleHost.Missing);
        var storage = (await Azurite.SharedAsync()).NewAccount();
        await using var server = await ConsoleServer.StartAsync(storage);
        await AddMailsAsync(storage);
        await using var window = await host.OpenAsync(server);
        await window.SignInAsync("journal");

        var longest = await window.Page.EvaluateAsync<double>(ShowAll);

        var subjects = await window.Page.Locator("main tbody tr td.main").AllInnerTextsAsync();
        Assert.Equal(Mails, subjects.Count);
        Assert.Equal(Mails, subjects.Distinct().Count());
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"The page did not react for {longest:0} ms at most")
        );
        // A tenth of that on a machine of its own; other tests may take most of this one.
        Assert.InRange(longest, 0, 3000);
        await Assertions.Expect(window.Page.GetByText("Mail 0000", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(window.Incidents);
    }

    private static async Task AddMailsAsync(string storage)
    {
        await using var gateway = await TestGateway.StartAsync(
            storage,
            new FakeTimeProvider(DateTimeOffset.UtcNow),
            null
        );
        var (journal, now) = (gateway.Get<JournalStore>(), TimeProvider.System.GetUtcNow());
        foreach (var some in Enumerable.Range(0, Mails).Chunk(AtOnce))
            await Task.WhenAll(some.Select(number => journal.TryAddAsync(Entry(number, now), default)));
    }

    private static JournalEntry Entry(int number, DateTimeOffset now)
    {
        var received = now.AddMilliseconds(-number);
        var subject = string.Create(CultureInfo.InvariantCulture, $"Mail {number:0000}");
        var id = MailId.Create(received, subject).Value;
        return new JournalEntry
        {
            Id = id,
            Received = received,
            Source = "http",
            Raw = id,
            Sender = "ann@customer.example",
            Recipients = ["support@mycompany.example"],
            Subject = subject,
            State = JournalState.Routed,
        };
    }
}
