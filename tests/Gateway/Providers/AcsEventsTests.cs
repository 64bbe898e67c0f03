using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Postern.Core.Reports;
using Postern.Core.Webhooks;
using Postern.Gateway.Providers;

namespace Postern.Tests.Providers;

public sealed class AcsEventsTests
{
    private const string Key = "a secret of more than sixteen";

    [Fact]
    public async Task Event_Grid_gets_its_validation_code_back()
    {
        var answer = Assert.IsType<ProviderReading.Handshake>(await ReadAsync(SnsTopic.Sample("acs-validation.json")));
        Assert.Equal("""{"validationResponse":"512d38b6-c7b8-40c8-89fe-f46f9e9622b6"}""", answer.Body!.ToJsonString());
    }

    [Fact]
    public async Task The_handshake_of_CloudEvents_is_answered()
    {
        var request = new ProviderRequest(
            "OPTIONS",
            default,
            name => name == "WebHook-Request-Origin" ? "eventgrid.azure.net" : null,
            name => name == "key" ? Key : null
        );
        var answer = Assert.IsType<ProviderReading.Handshake>(await Provider().ReadAsync(request, default));
        Assert.Contains(("WebHook-Allowed-Origin", "eventgrid.azure.net"), answer.Headers);
    }

    [Fact]
    public async Task A_bounce_says_whom_why_and_of_which_mail()
    {
        var told = Assert.Single(
            Assert
                .IsType<ProviderReading.Events>(
                    await ReadAsync(SnsTopic.Sample("acs-bounced.json", "id@mycompany.example"))
                )
                .All
        );
        Assert.Equal(
            ("6b2c7e04-3f0b-4a7c-9d17-52a1a0f5c9e1", BounceReportKind.Bounce, "id@mycompany.example"),
            (told.Id, told.Report.Kind, told.Report.OriginalMessageId)
        );
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 9, 14, 22, 822, TimeSpan.Zero), told.Sent);
        var recipient = Assert.Single(told.Report.Recipients);
        Assert.Equal(
            ("ann@a.example", ReportAction.Failed, BounceReason.UserUnknown, BounceClass.Hard),
            (recipient.Address, recipient.Action, recipient.Reason, recipient.Class)
        );
        Assert.Equal(
            ("mx1.a.example", "550 5.1.1 The email account that you tried to reach does not exist."),
            (recipient.RemoteMta, recipient.Diagnostic)
        );
    }

    [Fact]
    public async Task A_CloudEvent_is_read_too_alone_and_in_a_batch()
    {
        var sample = SnsTopic.Sample("acs-cloudevent.json");
        Assert.Equal(
            BounceReportKind.Delivered,
            Assert.Single(Assert.IsType<ProviderReading.Events>(await ReadAsync(sample)).All).Report.Kind
        );
        Assert.Equal(2, Assert.IsType<ProviderReading.Events>(await ReadAsync($"[{sample},{sample}]")).All.Count);
    }

    [Theory]
    [InlineData("Delivered", BounceReportKind.Delivered, BounceReason.Unknown)]
    [InlineData("Expanded", BounceReportKind.Delivered, BounceReason.Unknown)]
    [InlineData("Bounced", BounceReportKind.Bounce, BounceReason.UserUnknown)]
    [InlineData("Suppressed", BounceReportKind.Bounce, BounceReason.Policy)]
    [InlineData("FilteredSpam", BounceReportKind.Bounce, BounceReason.Spam)]
    [InlineData("Quarantined", BounceReportKind.Bounce, BounceReason.Spam)]
    [InlineData("Failed", BounceReportKind.Bounce, BounceReason.Unknown)]
    public async Task Each_status_has_its_meaning(string status, BounceReportKind kind, BounceReason reason)
    {
        var sample = JsonNode.Parse(SnsTopic.Sample("acs-bounced.json"))!;
        sample[0]!["data"]!["status"] = status;
        sample[0]!["data"]!["deliveryStatusDetails"] = new JsonObject();
        var report = Assert
            .Single(Assert.IsType<ProviderReading.Events>(await ReadAsync(sample.ToJsonString())).All)
            .Report;
        Assert.Equal((kind, reason), (report.Kind, Assert.Single(report.Recipients).Reason));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("a wrong secret of some length", null)]
    [InlineData(null, "a wrong secret of some length")]
    public async Task Without_the_secret_nothing_is_read_not_even_the_handshake(string? query, string? header)
    {
        var request = new ProviderRequest(
            "POST",
            Encoding.UTF8.GetBytes(SnsTopic.Sample("acs-validation.json")),
            name => name == AcsEvents.KeyHeader ? header : null,
            name => name == "key" ? query : null
        );
        Assert.Equal("", Assert.IsType<ProviderReading.Refused>(await Provider().ReadAsync(request, default)).Field);
    }

    [Fact]
    public async Task The_secret_may_come_in_a_header_field()
    {
        var request = new ProviderRequest(
            "POST",
            Encoding.UTF8.GetBytes(SnsTopic.Sample("acs-bounced.json")),
            name => name == AcsEvents.KeyHeader ? Key : null,
            _ => null
        );
        Assert.IsType<ProviderReading.Events>(await Provider().ReadAsync(request, default));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("5")]
    [InlineData("""[{"eventType":"Microsoft.Communication.EmailDeliveryReportReceived"}]""")]
    [InlineData("""[{"eventType":"Microsoft.Communication.EmailDeliveryReportReceived","data":{}}]""")]
    [InlineData(
        """[{"eventType":"Microsoft.Communication.EmailDeliveryReportReceived","id":"1","eventTime":"2026-11-20T09:14:22Z","data":{}}]"""
    )]
    [InlineData("""[{"eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":5}]""")]
    public async Task What_is_no_event_is_refused_or_left(string body)
    {
        var reading = await ReadAsync(body);
        Assert.True(
            reading is ProviderReading.Refused { Field: "body" }
                || (body == "5" && reading is ProviderReading.Events { All.Count: 0 }),
            $"{reading}"
        );
    }

    [Fact]
    public async Task Other_events_are_taken_and_left() =>
        Assert.Empty(
            Assert
                .IsType<ProviderReading.Events>(
                    await ReadAsync(
                        """[{"eventType":"Microsoft.Communication.EmailEngagementTrackingReportReceived","id":"1","data":{}}]"""
                    )
                )
                .All
        );

    [Fact]
    public void Without_a_secret_it_is_not_set_up_and_a_short_one_is_refused()
    {
        Assert.False(Provider(null).IsSetUp);
        Assert.Throws<InvalidOperationException>(() => Provider("too short"));
    }

    private static Task<ProviderReading> ReadAsync(string body) =>
        Provider()
            .ReadAsync(
                new ProviderRequest(
                    "POST",
                    Encoding.UTF8.GetBytes(body),
                    _ => null,
                    name => name == "key" ? Key : null
                ),
                default
            );

    private static AcsEvents Provider(string? key = Key) =>
        new(new ConfigurationBuilder().AddInMemoryCollection([new(AcsEvents.Setting, key)]).Build());
}
