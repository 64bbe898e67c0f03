using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Postern.DevHost.Smtp;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Upgrade;

/// <summary>
/// Today's code on the storage of a snapshot, after it has finished what was begun. Its clock goes on from the
/// snapshot's time, so that nothing depends on when the test is run.
/// </summary>
internal sealed class UpgradedGateway : IAsyncDisposable
{
    // Longer than any lease or first retry, shorter than the window of any rule.
    private static readonly TimeSpan Outage = TimeSpan.FromHours(1);

    // The stored outgoing server. The gateway's default server is another, and gets mail only if this one is not read.
    private readonly SmtpCatcher _sink = new(0, null, TimeProvider.System, NullLogger<SmtpCatcher>.Instance);

    private UpgradedGateway(Snapshot snapshot, IReadOnlyList<SentMail> sentBefore)
    {
        (Facts, AnswersBefore, SentBefore) = (snapshot.Facts, snapshot.Answers, sentBefore);
    }

    public Facts Facts { get; }

    /// <summary>What the old version answered.</summary>
    public JsonObject AnswersBefore { get; }

    /// <summary>What today's answers, before anything was done.</summary>
    public JsonObject AnswersNow { get; private set; } = [];

    /// <summary>Mails that the old version sent.</summary>
    public IReadOnlyList<SentMail> SentBefore { get; }

    /// <summary>Mails that were sent until all was finished.</summary>
    public IReadOnlyList<SentMail> Sent { get; private set; } = [];

    public TestGateway Gateway { get; private set; } = null!;

    public HttpApi Api { get; private set; } = null!;

    public static async Task<UpgradedGateway> StartAsync(Snapshot snapshot)
    {
        var upgraded = new UpgradedGateway(snapshot, await snapshot.ReadSentAsync());
        var storage = (await Azurite.SharedAsync()).NewAccount();
        var time = new FakeTimeProvider(upgraded.Facts.Taken + Outage);
        await snapshot.LoadAsync(storage, upgraded._sink.Port);
        upgraded.Gateway = await TestGateway.StartAsync(storage, time, null);
        upgraded.Api = await HttpApi.StartAsync(storage, time);
        await upgraded.FinishAsync();
        return upgraded;
    }

    /// <summary>The mail that the old version sent somebody last, of those that a condition fits.</summary>
    public SentMail LastBefore(string recipient, Func<MimeMessage, bool>? fits = null) =>
        SentBefore.Last(mail => mail.Recipient == recipient && (fits is null || fits(mail.Mime)));

    /// <summary>Takes in a mail that is written now.</summary>
    public Task<JsonNode> TakeInAsync(MimeMessage mail)
    {
        mail.Date = Gateway.Time.GetUtcNow();
        return TakeInAsync(Encoding.UTF8.GetBytes(mail.ToString()), mail.To.Mailboxes.First().Address);
    }

    /// <summary>Takes a mail in and does all that follows; returns the journal's entry.</summary>
    public async Task<JsonNode> TakeInAsync(byte[] mail, string to)
    {
        Gateway.Time.Advance(TimeSpan.FromSeconds(10));
        var id = await Api.PushAsync(mail, to);
        await Gateway.DrainAsync();
        return await Api.GetAsync($"mails/{id}");
    }

    public async Task<JsonArray> ItemsAsync(string path) => (await Api.GetAsync(path))["items"]!.AsArray();

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await Gateway.DisposeAsync();
        await _sink.DisposeAsync();
    }

    private async Task FinishAsync()
    {
        AnswersNow = await OldAnswers.AskAsync(Api, AnswersBefore.Select(answer => answer.Key));
        await Gateway.AdvanceAsync(TimeSpan.Zero);
        // Whatever would be sent once more is sent now.
        await Gateway.AdvanceAsync(Outage);
        Assert.Empty(Gateway.Sent);
        Sent = [.. _sink.Mails.Select(mail => new SentMail(mail))];
    }
}
