using Azure.Data.Tables;
using Postern.Core.Journal;
using Postern.Gateway.Stores;

namespace Postern.Tests.Stores;

public sealed class JournalRowsTests
{
    // A column of a table has 32 Ki characters, whatever the addresses are that strangers write to.
    [Fact]
    public void Copies_with_the_longest_addresses_fit_into_their_column_and_the_latest_are_kept()
    {
        var addresses = Enumerable.Range(0, 10).Select(i => $"{new string('a', 64)}{i}@{new string('b', 180)}.example");
        var row = new TableEntity("day", "mail");
        for (var number = 1; number <= 60; number++)
        {
            var copy = new MailCopy($"copy{number}", DateTimeOffset.UnixEpoch, "http", [.. addresses]);
            row = JournalRows.AddCopy(row, copy);
            Assert.NotNull(row);
        }

        var json = row.GetString("copies");
        Assert.InRange(json.Length, 20_000, 32_000);
        Assert.Contains("copy60", json, StringComparison.Ordinal);
        Assert.DoesNotContain("copy1\"", json, StringComparison.Ordinal);
        Assert.Null(JournalRows.AddCopy(row, new MailCopy("copy60", DateTimeOffset.UnixEpoch, "http", [])));
    }
}
