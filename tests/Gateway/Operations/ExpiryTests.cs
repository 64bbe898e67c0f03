using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Gateway.Operations;
using Postern.Gateway.Stores;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Operations;

/// <summary>What is kept for a time only is deleted when that is over, and not before.</summary>
public sealed class ExpiryTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    [Trait("Speed", "Long")]
    public async Task Raw_mail_goes_after_its_days_and_the_journal_tells_of_it_for_a_year()
    {
        await using var gateway = await StartAsync(days: 30);
        var id = await PushAsync(gateway);

        await AdvanceAsync(gateway, 30);
        Assert.True(await HasRawAsync(gateway, id));
        await AdvanceAsync(gateway, 2);
        Assert.False(await HasRawAsync(gateway, id));
        Assert.Equal(JournalState.Routed, (await gateway.JournalAsync(id)).State);

        await AdvanceAsync(gateway, 332);
        Assert.NotNull(await gateway.Get<JournalStore>().FindAsync(id, default));
        await AdvanceAsync(gateway, 3);
        Assert.Null(await gateway.Get<JournalStore>().FindAsync(id, default));
    }

    [Fact]
    public async Task Fewer_days_take_effect_on_mail_that_is_there_and_more_keep_the_rest()
    {
        await using var gateway = await StartAsync(days: 90);
        var old = await PushAsync(gateway);
        await AdvanceAsync(gateway, 20);
        var young = await PushAsync(gateway, "2");
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.raw.days", "10");
        await AdvanceAsync(gateway, 8);
        Assert.Equal((false, true), (await HasRawAsync(gateway, old), await HasRawAsync(gateway, young)));
        await gateway.PutAsync(ConfigurationKinds.Parameter, "mail.raw.days", "100");
        await AdvanceAsync(gateway, 40);
        Assert.True(await HasRawAsync(gateway, young));
    }

    [Theory]
    [InlineData(JournalState.Parked)]
    [InlineData(JournalState.Failed)]
    public async Task Raw_mail_that_waits_for_a_person_is_kept(JournalState state)
    {
        await using var gateway = await StartAsync(days: 10);
        var id = await PushAsync(gateway);
        var store = gateway.Get<JournalStore>();
        await store.SaveAsync((await gateway.JournalAsync(id)) with { State = state }, default);
        await AdvanceAsync(gateway, 20);
        Assert.True(await HasRawAsync(gateway, id));
    }

    [Fact]
    public async Task Raw_mail_of_a_person_that_no_thread_has_is_kept()
    {
        await using var gateway = await StartAsync(days: 10);
        var id = await PushAsync(gateway);
        var store = gateway.Get<JournalStore>();
        var refused = (await gateway.JournalAsync(id)) with { State = JournalState.Refused };
        await store.SaveAsync(refused with { Unread = true }, default);
        await AdvanceAsync(gateway, 20);
        Assert.True(await HasRawAsync(gateway, id));
    }

    private static async Task<TestGateway> StartAsync(int days)
    {
        var gateway = await TestGateway.StartAsync();
        await gateway.SetUpDeskAsync();
        await gateway.PutAsync(
            ConfigurationKinds.Parameter,
            "mail.raw.days",
            days.ToString(System.Globalization.CultureInfo.InvariantCulture)
        );
        await gateway.Get<Housekeeper>().RunAsync(default);
        return gateway;
    }

    private static async Task<MailId> PushAsync(TestGateway gateway, string subject = "1")
    {
        var id = await gateway.PushAsync(Mails.New("carl@customer.example", $"support@{TestGateway.Domain}", subject));
        await gateway.DrainAsync();
        return id;
    }

    private static async Task AdvanceAsync(TestGateway gateway, int days)
    {
        for (var left = days; left > 0; left -= 2)
        {
            gateway.Time.Advance(left == 1 ? Day : 2 * Day);
            await gateway.Get<Expiry>().RunAsync(default);
        }
    }

    private static async Task<bool> HasRawAsync(TestGateway gateway, MailId id) =>
        await gateway.Get<RawMailStore>().ExistsAsync((await gateway.JournalAsync(id)).Raw, default);
}
