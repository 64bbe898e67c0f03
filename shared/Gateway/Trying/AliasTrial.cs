using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Audit;
using Postern.Core.Composing;
using Postern.Core.Journal;
using Postern.Core.Keys;
using Postern.Core.Mime;
using Postern.Core.Routing;
using Postern.Core.Threads;
using Postern.Gateway.Callers;
using Postern.Gateway.Inbound;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Trying;

/// <summary>
/// Sends a test mail through an alias. It takes the way of every mail (raw mail, journal, queue), whichever instance does
/// the work, and its progress is read from where it is stored.
/// </summary>
public sealed class AliasTrial(
    MailIntake intake,
    InboundExplainer explainer,
    JournalStore journal,
    ThreadStore threads,
    GatewayConfigurationSource configuration,
    DrainSwitch drain,
    AuditTrail audit,
    TimeProvider time
)
{
    private const int MostMessages = 20;
    private const int MostDeliveries = 20;
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>What is wrong with a request; null when it is valid.</summary>
    public async Task<FieldMessage?> FindProblemAsync(TrialRequest request, CancellationToken cancellationToken) =>
        TrialMail.Problem(request, await configuration.GetLatestAsync(cancellationToken));

    /// <summary>How the mail would be routed. Nothing is written.</summary>
    public Task<InboundExplanation> ExplainAsync(TrialRequest request, CancellationToken cancellationToken) =>
        explainer.ExplainAsync(Raw(request), Origin(request), cancellationToken);

    /// <summary>Sends the mail, and waits until nothing moves any more or the time of the request is over.</summary>
    public async Task<TrialReport> SendAsync(TrialRequest request, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + TimeSpan.FromSeconds(request.Seconds);
        var id = await TakeInAsync(request, cancellationToken);
        var pause = First;
        while (true)
        {
            var report = await ReadAsync(id, cancellationToken);
            if (!report.Moves || time.GetUtcNow() >= until)
                return report;
            await Task.Delay(pause, time, cancellationToken);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }

    private async Task<MailId> TakeInAsync(TrialRequest request, CancellationToken cancellationToken)
    {
        var (raw, origin) = (Raw(request), Origin(request));
        MailId? id = null;
        await audit.RecordAsync(
            AuditedChange.Of($"try/{request.Alias}", null, new { request.From, request.Subject }),
            async () => id = await intake.TakeInAsync(MailIntake.KeyOf(raw, origin), raw, origin, cancellationToken),
            cancellationToken
        );
        return id!;
    }

    private async Task<TrialReport> ReadAsync(MailId id, CancellationToken cancellationToken)
    {
        var entry =
            await journal.FindAsync(id, cancellationToken)
            ?? throw new InvalidOperationException($"The journal has no entry of the test mail {id}.");
        var messages = new List<TrialMessage>();
        foreach (var thread in entry.Threads)
        {
            var newest = await threads.ListMessagesAsync(thread, null, MostMessages, cancellationToken);
            foreach (var message in newest.Where(message => message.Mail == id.Value))
                messages.Add(await ReadAsync(thread, message, cancellationToken));
        }
        return new TrialReport(entry, messages, await drain.IsOnAsync(cancellationToken));
    }

    private async Task<TrialMessage> ReadAsync(
        ThreadKey thread,
        ThreadMessage message,
        CancellationToken cancellationToken
    )
    {
        var key = new MessageKey(message.Key).Id;
        var all = await threads.ListDeliveriesAsync(thread, key, null, cancellationToken);
        return new TrialMessage(thread, key, [.. all.Take(MostDeliveries)]);
    }

    private SpooledContent Raw(TrialRequest request)
    {
        using var raw = new MemoryStream();
        TrialMail.Compose(request, Guid.NewGuid().ToString("n"), time.GetUtcNow()).WriteTo(raw);
        return SpooledContent.Of(raw.ToArray());
    }

    private static MailOrigin Origin(TrialRequest request) => new(MailOrigin.Try, RcptTo: [request.Alias]);
}
