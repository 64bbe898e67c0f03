using Microsoft.Extensions.Configuration;
using Postern.Gateway.Settings;

namespace Postern.Tests.Settings;

public sealed class TimingsTests
{
    [Fact]
    public void Without_settings_a_delivery_is_left_to_its_run_for_15_minutes_and_a_mailbox_for_one()
    {
        var timings = Read();

        Assert.Equal(TimeSpan.FromMinutes(15), timings.DeliveryLease);
        Assert.Equal(TimeSpan.FromMinutes(15), timings.Stalled);
        Assert.Equal(TimeSpan.FromMinutes(1), timings.MailboxLease);
    }

    [Fact]
    public void A_setting_changes_its_own_span_only()
    {
        var timings = Read(("Timings:DeliveryLease", "00:00:08"));

        Assert.Equal(new Timings { DeliveryLease = TimeSpan.FromSeconds(8) }, timings);
    }

    [Theory]
    [InlineData("00:00:00")]
    [InlineData("-00:01:00")]
    [InlineData("soon")]
    public void A_span_that_is_none_is_refused_by_name(string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Read(("Timings:MailboxLease", value)));

        Assert.Contains("MailboxLease", error.Message, StringComparison.Ordinal);
    }

    private static Timings Read(params (string Name, string? Value)[] settings) =>
        Timings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(settings.ToDictionary(setting => setting.Name, setting => setting.Value))
                .Build()
        );
}
