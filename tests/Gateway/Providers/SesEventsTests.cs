using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Postern.Core.Reports;
using Postern.Core.Webhooks;

namespace Postern.Tests.Providers;

public sealed class SesEventsTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;
    private readonly SnsTopic _topic = new();

    [Theory]
    [InlineData("1", null)]
    [InlineData("2", null)]
    [InlineData("2", "Amazon SES Email Event Notification")]
    public async Task What_SNS_signed_by_either_version_is_believed(string version, string? subject)
    {
        var events = Assert.IsType<ProviderReading.Events>(
            await ReadAsync(_topic.Notification(SnsTopic.Sample("ses-bounce.json"), Now, version, subject))
        );
        var told = Assert.Single(events.All);
        Assert.Equal(
            ("22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324", new DateTimeOffset(2026, 11, 20, 9, 14, 22, TimeSpan.Zero)),
            (told.Id, told.Time)
        );
    }

    [Theory]
    [InlineData("Message", "{}")]
    [InlineData("MessageId", "another")]
    [InlineData("Timestamp", "2026-11-21T00:00:00.000Z")]
    [InlineData("SignatureVersion", "1")]
    [InlineData("SignatureVersion", "3")]
    [InlineData("Signature", "AAAA")]
    [InlineData("Signature", "no base64")]
    [InlineData("TopicArn", "arn:aws:sns:eu-west-1:999999999999:mail-events")]
    public async Task What_was_changed_after_it_was_signed_is_refused(string member, string value)
    {
        var message = _topic.Notification(SnsTopic.Sample("ses-bounce.json"), Now);
        message[member] = value;
        Assert.Equal("", Assert.IsType<ProviderReading.Refused>(await ReadAsync(message)).Field);
    }

    [Theory]
    [InlineData("http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem")]
    [InlineData("https://sns.us-east-1.amazonaws.com/SimpleNotificationService-1.pem")]
    [InlineData("https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-1.pem")]
    [InlineData("https://evil.example/sns.eu-west-1.amazonaws.com/SimpleNotificationService-1.pem")]
    [InlineData("https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-1.pem")]
    [InlineData("https://sns.eu-west-1.amazonaws.com:8443/SimpleNotificationService-1.pem")]
    [InlineData("https://sns.eu-west-1.amazonaws.com/?Action=Publish")]
    [InlineData("https://169.254.169.254/latest.pem")]
    [InlineData("no url")]
    public async Task A_certificate_is_fetched_from_nowhere_but_SNS(string url)
    {
        var message = _topic.Notification(SnsTopic.Sample("ses-bounce.json"), Now);
        message["SigningCertURL"] = url;
        Assert.Contains(
            "SigningCertURL",
            Assert.IsType<ProviderReading.Refused>(await ReadAsync(message)).Why,
            StringComparison.Ordinal
        );
        Assert.Empty(_topic.Fetched);
    }

    [Fact]
    public async Task Somebody_elses_topic_is_refused_though_SNS_signs_for_it()
    {
        var message = _topic.Notification(SnsTopic.Sample("ses-bounce.json"), Now);
        message["TopicArn"] = "arn:aws:sns:eu-west-1:999999999999:mail-events";
        Assert.Contains(
            "not one of Ses__Topics",
            Assert.IsType<ProviderReading.Refused>(await ReadAsync(_topic.Sign(message))).Why,
            StringComparison.Ordinal
        );
        Assert.Empty(_topic.Fetched);
    }

    [Fact]
    public async Task A_certificate_that_has_expired_signs_nothing()
    {
        using var old = new SnsTopic { Validity = TimeSpan.FromDays(20) };
        Assert.IsType<ProviderReading.Refused>(
            await ReadAsync(old.Notification(SnsTopic.Sample("ses-bounce.json"), Now), old)
        );
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task A_certificate_that_SNS_does_not_have_makes_a_stranger(HttpStatusCode status)
    {
        _topic.Trouble = () => Task.FromResult(new HttpResponseMessage(status));
        var message = _topic.Notification(SnsTopic.Sample("ses-bounce.json"), Now);
        Assert.Equal("", Assert.IsType<ProviderReading.Refused>(await ReadAsync(message)).Field);
    }

    public static TheoryData<Func<Task<HttpResponseMessage>>> Troubles =>
        [
            () => Task.FromResult(new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)),
            () => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Found)),
            () => Task.FromException<HttpResponseMessage>(new HttpRequestException("no route")),
            () => Task.FromException<HttpResponseMessage>(new IOException("broken off")),
            () => Task.FromException<HttpResponseMessage>(new TaskCanceledException("too slow")),
        ];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task While_SNS_is_not_reached_its_messages_are_asked_for_again(Func<Task<HttpResponseMessage>> trouble)
    {
        var provider = _topic.Provider(TimeProvider.System);
        var request = Request(_topic.Notification(SnsTopic.Sample("ses-bounce.json"), Now));
        _topic.Trouble = trouble;
        Assert.IsType<ProviderReading.Unchecked>(await provider.ReadAsync(request, default));
        _topic.Trouble = null;
        Assert.IsType<ProviderReading.Events>(await provider.ReadAsync(request, default));
    }

    [Fact]
    public async Task The_certificate_is_fetched_once()
    {
        var provider = _topic.Provider(TimeProvider.System);
        foreach (var _ in new[] { 1, 2 })
            await provider.ReadAsync(Request(_topic.Notification(SnsTopic.Sample("ses-bounce.json"), Now)), default);
        Assert.Single(_topic.Fetched);
    }

    [Fact]
    public async Task A_subscription_is_confirmed_at_SNS_and_nowhere_else()
    {
        Assert.IsType<ProviderReading.Handshake>(await ReadAsync(_topic.Confirmation(Now)));
        Assert.Contains(_topic.Fetched, url => url.Contains("Action=ConfirmSubscription", StringComparison.Ordinal));

        _topic.Fetched.Clear();
        foreach (
            var url in new[]
            {
                "https://evil.example/?Action=ConfirmSubscription",
                $"{SnsTopic.Host}/?Action=DeleteTopic",
            }
        )
        {
            Assert.IsType<ProviderReading.Refused>(await ReadAsync(_topic.Confirmation(Now, url)));
        }
        Assert.DoesNotContain(_topic.Fetched, url => url.Contains("Action=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bounce_says_whom_why_and_of_which_mail()
    {
        var report = await ReportAsync("ses-bounce.json");
        Assert.Equal(
            (BounceReportKind.Bounce, "bounce+tag@mycompany.example", "id@mycompany.example"),
            (report.Kind, report.OriginalReturnPath, report.OriginalMessageId)
        );
        var recipient = Assert.Single(report.Recipients);
        Assert.Equal(
            ("ann@a.example", ReportAction.Failed, "5.1.1", BounceReason.UserUnknown, BounceClass.Hard),
            (recipient.Address, recipient.Action, recipient.Status, recipient.Reason, recipient.Class)
        );
    }

    [Theory]
    [InlineData("ses-complaint.json", BounceReportKind.Complaint, null)]
    [InlineData("ses-delay.json", BounceReportKind.Delay, ReportAction.Delayed)]
    [InlineData("ses-delivery.json", BounceReportKind.Delivered, ReportAction.Delivered)]
    public async Task Complaints_delays_and_deliveries_are_the_same_result(
        string sample,
        BounceReportKind kind,
        ReportAction? action
    )
    {
        var report = await ReportAsync(sample);
        Assert.Equal(
            (kind, "ann@a.example", action),
            (report.Kind, Assert.Single(report.Recipients).Address, report.Recipients[0].Action)
        );
    }

    [Theory]
    [InlineData("NoEmail", BounceReason.UserUnknown)]
    [InlineData("MailboxFull", BounceReason.MailboxFull)]
    [InlineData("MessageTooLarge", BounceReason.TooBig)]
    [InlineData("ContentRejected", BounceReason.ContentRejected)]
    [InlineData("Suppressed", BounceReason.Policy)]
    [InlineData("OnAccountSuppressionList", BounceReason.Policy)]
    public async Task The_kind_of_bounce_speaks_where_the_server_says_nothing(string subType, BounceReason reason)
    {
        var sample = JsonNode.Parse(SnsTopic.Sample("ses-bounce.json"))!;
        sample["bounce"]!["bounceSubType"] = subType;
        sample["bounce"]!["bouncedRecipients"] = new JsonArray(new JsonObject { ["emailAddress"] = "ann@a.example" });
        var events = Assert.IsType<ProviderReading.Events>(
            await ReadAsync(_topic.Notification(sample.ToJsonString(), Now))
        );
        Assert.Equal(reason, Assert.Single(Assert.Single(events.All).Report.Recipients).Reason);
    }

    [Theory]
    [InlineData("""{"eventType":"Open","mail":{}}""")]
    [InlineData(
        """
            {
              "notificationType": "Complaint",
              "complaint": {
                "complaintFeedbackType": "not-spam", "complainedRecipients": [{ "emailAddress": "ann@a.example" }]
              }
            }
            """
    )]
    [InlineData("Successfully validated SNS topic for Amazon SES event publishing.")]
    public async Task What_is_no_report_is_taken_and_left(string message) =>
        Assert.Empty(Assert.IsType<ProviderReading.Events>(await ReadAsync(_topic.Notification(message, Now))).All);

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"Type":5}""")]
    [InlineData("""{"Type":"\ud800"}""")]
    public async Task What_is_no_message_of_SNS_is_refused_by_name(string body) =>
        Assert.Equal(
            "body",
            Assert
                .IsType<ProviderReading.Refused>(
                    await _topic.Provider(TimeProvider.System).ReadAsync(Request(body), default)
                )
                .Field
        );

    [Fact]
    public async Task A_signed_message_that_cannot_be_read_is_refused_by_name() =>
        Assert.Equal(
            "body",
            Assert
                .IsType<ProviderReading.Refused>(
                    await ReadAsync(_topic.Notification("""{"notificationType":"Bounce"}""", Now))
                )
                .Field
        );

    [Fact]
    public void Without_a_topic_it_is_not_set_up()
    {
        Assert.False(_topic.Provider(TimeProvider.System, "").IsSetUp);
        Assert.True(_topic.Provider(TimeProvider.System).IsSetUp);
    }

    public void Dispose() => _topic.Dispose();

    private async Task<BounceReport> ReportAsync(string sample)
    {
        var message = _topic.Notification(
            SnsTopic.Sample(sample, "id@mycompany.example", "bounce+tag@mycompany.example"),
            Now
        );
        return Assert.Single(Assert.IsType<ProviderReading.Events>(await ReadAsync(message)).All).Report;
    }

    private static Task<ProviderReading> ReadAsync(JsonObject message, SnsTopic topic) =>
        topic.Provider(TimeProvider.System).ReadAsync(Request(message), default);

    private Task<ProviderReading> ReadAsync(JsonObject message) => ReadAsync(message, _topic);

    private static ProviderRequest Request(JsonObject message) => Request(message.ToJsonString());

    private static ProviderRequest Request(string body) =>
        new("POST", Encoding.UTF8.GetBytes(body), _ => null, _ => null);
}
