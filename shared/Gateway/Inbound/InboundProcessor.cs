using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.Parsing;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Telemetry;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Routes a mail: reads the facts, decides, claims the decision with its plan, carries the plan out, marks the journal.
/// Whatever stops it in between, the next run finds the claim and carries the same plan out to its end.
/// </summary>
public sealed class InboundProcessor(
    InboundSource source,
    InboundDecider decider,
    ThreadPoster poster,
    InboundRecorder recorder,
    AttentionStore attention
)
{
    public async Task ProcessAsync(string message, CancellationToken cancellationToken)
    {
        var (stored, problem) = await source.ReadAsync(message, cancellationToken);
        if (problem is not null)
            await attention.RejectAsync(QueueNames.InboundMail, message, problem, cancellationToken);
        if (stored is null)
            return;
        using var raw = stored;
        using var trace = MailTrace.Route(raw.Id);
        var mail = MailParser.Parse(raw.Content.Memory, raw.Origin.ToEnvelope());
        var (claim, facts) = await decider.ClaimAsync(mail, raw, cancellationToken);
        await PostAsync(mail, raw, claim, facts, cancellationToken);
        await decider.SettleAsync(mail, raw, claim, cancellationToken);
        await recorder.RecordAsync(mail, raw, claim, facts, cancellationToken);
    }

    private async Task PostAsync(
        IncomingMail mail,
        StoredMail raw,
        Claim claim,
        RoutingFacts facts,
        CancellationToken cancellationToken
    )
    {
        foreach (var posting in claim.Postings)
        {
            await poster.PostAsync(
                posting,
                MailContent.Of(mail, raw, facts),
                facts.Thread(posting.Thread.Key),
                cancellationToken
            );
        }
        foreach (var (notice, posting) in claim.Notices)
        {
            await poster.PostAsync(posting, NoticeContent.Of(notice, mail), null, cancellationToken);
        }
    }
}
