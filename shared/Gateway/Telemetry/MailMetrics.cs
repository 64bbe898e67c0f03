using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.Json;
using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Core.Threads;

namespace Postern.Gateway.Telemetry;

/// <summary>Counts what happens to mail. Without a listener it costs next to nothing.</summary>
internal static class MailMetrics
{
    public const string MeterName = "Postern";

    internal static readonly Meter Meter = new(MeterName);

    // A notice in the reasons is not the rule that decided.
    private const string NoticeStep = "Notice";

    private static readonly Counter<long> Received = Meter.CreateCounter<long>(MetricNames.Received, "{mail}");
    private static readonly Counter<long> Routed = Meter.CreateCounter<long>(MetricNames.Routed, "{mail}");
    private static readonly Counter<long> Outcomes = Meter.CreateCounter<long>(MetricNames.Outcomes, "{delivery}");

    /// <summary>A mail was accepted for the first time.</summary>
    public static void TookIn(MailId id, MailOrigin origin)
    {
        Activity.Current?.SetTag(TagNames.Mail, id.Value);
        // The part after the colon is a folder or free text of a program.
        Received.Add(1, Tag(TagNames.Source, origin.Source.Split(':')[0]));
    }

    /// <summary>A mail was routed.</summary>
    public static void Decided(JournalEntry entry)
    {
        var state = Name(entry.State);
        var rule = entry.Reasons.LastOrDefault(reason => reason.Hit && reason.Rule != NoticeStep)?.Rule ?? "";
        Activity.Current?.SetTag(TagNames.State, state).SetTag(TagNames.Rule, rule);
        Routed.Add(1, Tag(TagNames.State, state), Tag(TagNames.Rule, rule));
    }

    /// <summary>A delivery changed. Queued and sending are no outcomes.</summary>
    public static void Changed(MessageDelivery delivery)
    {
        if (delivery.State is DeliveryState.Queued or DeliveryState.Sending)
            return;
        var state = Tag(TagNames.State, Name(delivery.State));
        var problem = Tag(TagNames.Problem, delivery.Problem is { } known ? Name(known) : "");
        var activity = Activity.Current;
        activity?.SetTag(state.Key, state.Value);
        activity?.SetTag(problem.Key, problem.Value);
        activity?.SetTag(TagNames.Server, delivery.Server);
        Outcomes.Add(1, state, problem, Tag(TagNames.Server, delivery.Server ?? ""));
    }

    internal static string Name<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    internal static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
