using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Postern.Core.Reports;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Tests.Admin;

public sealed class BlacklistEndpointTests(AdminGateway gateway) : IClassFixture<AdminGateway>
{
    [Fact]
    public async Task An_entry_says_why_and_when_and_the_log_of_the_address_too()
    {
        var made = await gateway.PutAsync(
            "blacklist/Wim@log.example",
            """{"reason":"manual","note":"asked by phone"}"""
        );
        Assert.Equal(201, made.Status);
        Assert.Equal(
            ("wim@log.example", "manual", true),
            (
                made.Json["address"]!.GetValue<string>(),
                made.Json["reason"]!.GetValue<string>(),
                made.Json["counts"]!.GetValue<bool>()
            )
        );
        Assert.InRange(
            DateTimeOffset.UtcNow - made.Json["since"]!.GetValue<DateTimeOffset>(),
            TimeSpan.Zero,
            TimeSpan.FromMinutes(5)
        );
        Assert.Equal(204, (await gateway.DeleteAsync("blacklist/wim@log.example")).Status);
        Assert.Equal(404, (await gateway.GetAsync("blacklist/wim@log.example")).Status);

        var first = (await gateway.GetAsync("contacts/wim@log.example/notes?limit=1")).Json;
        Assert.StartsWith(
            "Removed from the blacklist",
            Assert.Single(first["items"]!.AsArray())!["text"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        var second = (
            await gateway.GetAsync(
                $"contacts/wim@log.example/notes?continuation={Uri.EscapeDataString(first["next"]!.GetValue<string>())}"
            )
        ).Json;
        Assert.Equal(
            "Blacklisted (manual): asked by phone",
            Assert.Single(second["items"]!.AsArray())!["text"]!.GetValue<string>()
        );
    }

    [Theory]
    [InlineData("nobody", "{}", "address")]
    [InlineData("a@b.example", """{"reason":"whim"}""", "reason")]
    [InlineData("a@b.example", """{"expires":"2020-01-01T00:00:00Z"}""", "expires")]
    [InlineData("a@b.example", """{"since":"2999-01-01T00:00:00Z"}""", "since")]
    [InlineData("a@b.example", """{"why":"x"}""", "why")]
    public async Task A_wrong_entry_is_refused_with_the_member(string address, string json, string field)
    {
        var refused = await gateway.PutAsync($"blacklist/{address}", json);
        Assert.Equal(400, refused.Status);
        Assert.Equal([field], refused.Fields);
    }

    [Fact]
    public async Task The_list_goes_on_by_pages_and_is_searched_by_the_beginning_of_an_address()
    {
        string[] all =
        [
            "list1@p.example",
            "list2+x@p.example",
            "list2@p.example",
            "list2~y@p.example",
            "lisu@p.example",
        ];
        foreach (var address in all)
            Assert.Equal(201, (await gateway.PutAsync($"blacklist/{Uri.EscapeDataString(address)}", "{}")).Status);
        await gateway.PutAsync("contacts/list9@p.example", "{}");

        Assert.Equal(all[..4], (await ListAsync("blacklist?prefix=LIST&limit=1")).Order(StringComparer.Ordinal));
        Assert.Equal(["list2+x@p.example"], await ListAsync("blacklist?prefix=list2%2B"));
        Assert.Equal(
            all,
            (await ListAsync("blacklist?limit=2"))
                .Where(address => address.EndsWith("@p.example", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task The_list_is_searched_by_reason()
    {
        await gateway.PutAsync("blacklist/why1@q.example", """{"reason":"complaint"}""");
        await gateway.PutAsync("blacklist/why2@q.example", """{"reason":"bounces"}""");

        Assert.Equal(["why2@q.example"], await ListAsync("blacklist?prefix=why&reason=bounces"));
        var refused = await gateway.GetAsync("blacklist?reason=whim");
        Assert.Equal(400, refused.Status);
        Assert.Equal(["reason"], refused.Fields);
    }

    [Fact]
    public async Task What_bounced_of_the_mail_to_an_address_is_listed()
    {
        var history = gateway.Services.GetRequiredService<BounceHistory>();
        foreach (var day in new[] { 1, 2 })
        {
            await history.AddAsync(
                new DeliveryReport
                {
                    Address = "gone@b.example",
                    Reason = BounceReason.UserUnknown,
                    Time = DateTimeOffset.UnixEpoch.AddDays(day),
                    Why = "",
                    Source = $"mail-{day}",
                },
                default
            );
        }

        var items = (await gateway.GetAsync("contacts/gone@b.example/bounces?limit=10")).Json["items"]!.AsArray();
        Assert.Equal(["mail-2", "mail-1"], items.Select(item => item!["source"]!.GetValue<string>()));
        Assert.Equal("userUnknown", items[0]!["reason"]!.GetValue<string>());
    }

    [Fact]
    public async Task Removing_resets_the_bounce_history_and_nothing_else()
    {
        const string Address = "dead@b.example";
        await gateway.PutAsync($"contacts/{Address}", """{"name":"Dead"}""");
        await gateway.PutAsync($"blacklist/{Address}", """{"reason":"bounces"}""");
        var people = gateway.Storage.Table(TableNames.People);
        foreach (var number in Enumerable.Range(0, 230))
            await people.AddEntityAsync(new TableEntity(Address, $"bounce:{number:d3}"));
        await people.AddEntityAsync(new TableEntity(Address, "in:1"));

        Assert.Equal(204, (await gateway.DeleteAsync($"blacklist/{Address}")).Status);

        var rows = await people
            .QueryAsync<TableEntity>(row => row.PartitionKey == Address)
            .Select(row => row.RowKey.Split(':')[0])
            .ToListAsync();
        Assert.Equal(["contact", "in", "note", "note"], rows);
        Assert.Equal(404, (await gateway.DeleteAsync($"blacklist/{Address}")).Status);
    }

    private async Task<List<string>> ListAsync(string path)
    {
        var addresses = new List<string>();
        string? next = null;
        do
        {
            var page = (
                await gateway.GetAsync(next is null ? path : $"{path}&continuation={Uri.EscapeDataString(next)}")
            ).Json;
            addresses.AddRange(page["items"]!.AsArray().Select(item => item!["address"]!.GetValue<string>()));
            next = page["next"]?.GetValue<string>();
        } while (next is not null);
        return addresses;
    }
}
