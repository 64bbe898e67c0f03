using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Reports;

namespace Postern.Core.Bounces;

/// <summary>
/// Plans the effects of a report (P28, P29). It is shown at its delivery. It counts against the address only when its
/// origin is proven (a return path that we signed, a provider, our own SMTP session) and the reason lies with the
/// address.
/// </summary>
public static class BouncePlanner
{
    private const int LongestWords = 1000;
    private const int MostUnfounded = 10;

    /// <param name="facts">The report and the deliveries that it is about.</param>
    /// <param name="parameters">Which evidence is trusted, and when an address is blacklisted.</param>
    /// <param name="source">Where the report came from.</param>
    /// <param name="time">When it came.</param>
    public static BouncePlan Plan(BounceFacts facts, GatewayParameters parameters, string source, DateTimeOffset time)
    {
        if (facts.Report is not { } report)
            return new BouncePlan([], []);
        var context = new Context(report, parameters, source, time);
        var effects = facts.Matches.Select(match => EffectOf(match, context)).ToList();
        var reasons = effects.Select(effect => ReasonOf(effect.Report is not null, effect.Text)).ToList();
        if (facts.Matches.Count == 0)
            reasons.Add(ReasonOf(false, "It names neither a recipient nor a mail of ours."));
        if (facts.Left > 0)
            reasons.Add(ReasonOf(false, $"{facts.Left} more recipients are not looked at."));
        return new BouncePlan([.. effects.Select(effect => effect.Report).OfType<DeliveryReport>()], reasons);
    }

    private static Effect EffectOf(BounceMatch match, Context context)
    {
        var kind = KindOf(context.Report, match.Reported);
        var what = BounceText.Describe(kind, match);
        if (match.Address is not { } address)
            return Effect.None($"{what}. No mail of ours to this recipient was found.");
        if (match.Message?.Outgoing is { Automatic: true })
            return Effect.None($"{what}. It was an answer of the gateway's own, which nobody waits for.");
        if (kind is BounceReportKind.Receipt or BounceReportKind.Automatic)
            return Effect.None($"{what}. That changes nothing.");
        var judgement = BounceJudgement.Of(kind, match, context.Parameters);
        if (match.Delivery is null && !judgement.Counts && IgnoredBecause(match) is { } ignored)
            return Effect.None($"{what}. {judgement.Why} {ignored}");
        var report = ReportOf(match, address, kind, judgement, context);
        var consequence = Consequence(report, match, context.Parameters.Blacklist);
        return new Effect(report, $"{what}. {BounceText.Where(match)} {judgement.Why}{consequence}");
    }

    private static DeliveryReport ReportOf(
        BounceMatch match,
        string address,
        BounceReportKind kind,
        BounceJudgement judgement,
        Context context
    ) =>
        new()
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
            Time = context.Time,
            By = match.By,
            Counts = judgement.Counts,
            Why = judgement.Why,
            Source = context.Source,
        };

    // Anybody can send any number of reports that match no delivery.
    private static string? IgnoredBecause(BounceMatch match)
    {
        if (!match.Standing.IsKnown)
            return "Nothing is known of the address.";
        return match.Standing.History.Count(report => report.Thread is null) < MostUnfounded
            ? null
            : "The history of the address has enough of these.";
    }

    private static BounceReportKind KindOf(BounceReport report, ReportedRecipient reported)
    {
        if (!report.IsDeliveryReport || reported.Action is null)
            return report.Kind;
        return reported.Action switch
        {
            ReportAction.Failed => BounceReportKind.Bounce,
            ReportAction.Delayed => BounceReportKind.Delay,
            _ => BounceReportKind.Delivered,
        };
    }

    // The history may change before the report is written; the same rule is applied again then.
    private static string Consequence(DeliveryReport report, BounceMatch match, BlacklistLimits limits)
    {
        if (!report.Counts)
            return "";
        var others = match.Standing.History.Where(other => !IsSameEvent(other, report));
        var history = others.Append(report).ToList();
        var standing =
            report.Kind == BounceReportKind.Bounce ? $" {BlacklistRule.Judge(history, report.Time, limits).Text}" : "";
        return BlacklistRule.EntryOf(report, history, limits) is null
            ? standing
            : $"{standing} The address is put on the blacklist.";
    }

    private static bool IsSameEvent(DeliveryReport one, DeliveryReport other) =>
        (one.Thread, one.Message, one.Kind) == (other.Thread, other.Message, other.Kind);

    private static Reason ReasonOf(bool hit, string text) => new("Bounce", hit, text);

    private sealed record Context(
        BounceReport Report,
        GatewayParameters Parameters,
        string Source,
        DateTimeOffset Time
    );

    /// <summary>The report to be stored for one recipient, null when nothing is stored, and why.</summary>
    private sealed record Effect(DeliveryReport? Report, string Text)
    {
        public static Effect None(string why) => new(null, why);
    }
}

/// <summary>The effects of a report.</summary>
/// <param name="Reports">What is stored, one for each recipient that it has an effect on.</param>
/// <param name="Reasons">Why, one for each recipient.</param>
public sealed record BouncePlan(IReadOnlyList<DeliveryReport> Reports, IReadOnlyList<Reason> Reasons);
