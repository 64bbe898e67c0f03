using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Reports;

namespace Postern.Core.Bounces;

/// <summary>
/// Decides what a report does (P28, P29). It is shown at the delivery that it is about. It counts against the address only when something vouches
/// for it (a return path that we signed, a provider, our own SMTP session) and when the trouble is the address's own.
/// </summary>
public static class BouncePlanner
{
    private const int LongestWords = 1000;
    private const int MostUnfounded = 10;

    /// <param name="facts">The report, and the deliveries that it is about.</param>
    /// <param name="parameters">What is believed, and when an address is blacklisted.</param>
    /// <param name="source">What brought it.</param>
    /// <param name="time">When it came.</param>
    public static BouncePlan Plan(BounceFacts facts, GatewayParameters parameters, string source, DateTimeOffset time)
    {
        if (facts.Report is not { } report)
            return new BouncePlan([], []);
        var reports = new List<DeliveryReport>();
        var reasons = new List<Reason>();
        foreach (var match in facts.Matches)
        {
            var planned = Plan(report, match, parameters, source, time);
            if (planned.Report is { } shown)
                reports.Add(shown);
            reasons.Add(new Reason("Bounce", planned.Report is not null, planned.Why));
        }
        if (facts.Matches.Count == 0)
            reasons.Add(new Reason("Bounce", false, "It names neither a recipient nor a mail of ours."));
        if (facts.Left > 0)
            reasons.Add(new Reason("Bounce", false, $"{facts.Left} more recipients are not looked at."));
        return new BouncePlan(reports, reasons);
    }

    private static (DeliveryReport? Report, string Why) Plan(
        BounceReport report,
        BounceMatch match,
        GatewayParameters parameters,
        string source,
        DateTimeOffset time
    )
    {
        var kind = KindOf(report, match.Reported);
        var what = $"{match.Address ?? "Nobody that it names"}: {Describe(kind, match)}";
        if (match.Address is not { } address)
            return (null, $"{what}. No mail of ours to this recipient was found.");
        if (match.Message?.Outgoing is { Automatic: true })
            return (null, $"{what}. It was an answer of the gateway's own, which nobody waits for.");
        if (kind is BounceReportKind.Receipt or BounceReportKind.Automatic)
            return (null, $"{what}. That changes nothing.");
        var (counts, why) = Judge(kind, match, parameters);
        var made = new DeliveryReport
        {
            Address = address,
            Thread = match.Message?.Thread.Key,
            Message = match.Message?.Key,
            Kind = kind,
            Class = match.Reported.Class,
            Reason = match.Reported.Reason,
            Status = match.Reported.Status,
            ReplyCode = match.Reported.ReplyCode,
            Words = BounceWords.Cut(match.Reported.Diagnostic, LongestWords),
            Time = time,
            By = match.By,
            Counts = counts,
            Why = why,
            Source = source,
        };
        return match.Delivery is null && !counts && Ignored(match) is { } ignored
            ? (null, $"{what}. {why} {ignored}")
            : (made, $"{what}. {Where(match)} {why}{Consequence(made, match, parameters)}");
    }

    // Anybody can write as many of these as they like.
    private static string? Ignored(BounceMatch match)
    {
        if (!match.Standing.IsKnown)
            return "Nothing is known of the address.";
        return match.Standing.History.Count(report => report.Thread is null) < MostUnfounded
            ? null
            : "The history of the address has enough of these.";
    }

    private static BounceReportKind KindOf(BounceReport report, ReportedRecipient reported) =>
        (report.Kind, reported.Action) switch
        {
            (BounceReportKind.Complaint or BounceReportKind.Receipt or BounceReportKind.Automatic, _) or (_, null) =>
                report.Kind,
            (_, ReportAction.Failed) => BounceReportKind.Bounce,
            (_, ReportAction.Delayed) => BounceReportKind.Delay,
            _ => BounceReportKind.Delivered,
        };

    private static (bool Counts, string Why) Judge(
        BounceReportKind kind,
        BounceMatch match,
        GatewayParameters parameters
    )
    {
        if (kind is not (BounceReportKind.Bounce or BounceReportKind.Complaint))
            return (false, "That says nothing against the address.");
        if (kind == BounceReportKind.Bounce && !Diagnosis.SpeaksOfAddress(match.Reported.Reason))
            return (false, "It does not count: the reason is not the address's own.");
        return match.By switch
        {
            BounceEvidence.MessageId when !parameters.TrustMessageIds => (
                false,
                "It is shown and does not count: a Message-Id is known to many (mail.bounce.trust=tag)."
            ),
            BounceEvidence.Address => (false, "It does not count: nothing in it shows that a mail of ours was meant."),
            _ => (true, "It counts against the address."),
        };
    }

    private static string Describe(BounceReportKind kind, BounceMatch match)
    {
        var reported = match.Reported;
        var named = reported.Address is { } other && other != match.Address ? $", reported as {other}" : "";
        var code = reported.Status ?? reported.ReplyCode?.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var reason = kind is BounceReportKind.Bounce or BounceReportKind.Delay
            ? $" ({BounceWords.Of(reported.Reason)}{(code is null ? "" : $", {code}")})"
            : "";
        return BounceWords.Of(kind) + reason + named;
    }

    private static string Where(BounceMatch match) =>
        match.Message is { } message
            ? $"Found on {message.Thread.Key} by {By(match.By)}."
            : "No mail of ours to this address was found.";

    private static string By(BounceEvidence by) =>
        by switch
        {
            BounceEvidence.ReturnPath => "the signed return path",
            BounceEvidence.Provider => "what the provider says",
            BounceEvidence.SmtpSession => "our own SMTP session",
            _ => "its Message-Id",
        };

    // The history may change until it is written; what is decided then is decided by the same rule.
    private static string Consequence(DeliveryReport made, BounceMatch match, GatewayParameters parameters)
    {
        if (!made.Counts)
            return "";
        var history = match
            .Standing.History.Where(one =>
                (one.Thread, one.Message, one.Kind) != (made.Thread, made.Message, made.Kind)
            )
            .Append(made)
            .ToList();
        var standing =
            made.Kind == BounceReportKind.Bounce
                ? $" {BlacklistRule.Judge(history, made.Time, parameters.Blacklist).Text}"
                : "";
        return BlacklistRule.EntryOf(made, history, parameters.Blacklist) is null
            ? standing
            : $"{standing} The address is put on the blacklist.";
    }
}
