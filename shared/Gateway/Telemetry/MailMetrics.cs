using System.Diagnostics;
using System.Diagnostics.Metrics;
using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Core.Threads;

namespace Postern.Gateway.Telemetry;

/// <summary>Counts what happens to mail. Without a listener it costs next to nothing.</summary>
internal static class MailMetrics
{
    public const string MeterName = "Postern";

    internal static readonly Meter Meter = new(MeterName);

    // A notice is told, not what decided.
    private const string NoticeStep = "Notice";

    private static readonly Counter<long> Received = Meter.CreateCounter<long>(MetricNames.Received, "{mail}");
    private static readonly Counter<long> Routed = Meter.CreateCounter<long>(MetricNames.Routed, "{mail}");
    private static readonly Counter<long> Outcomes = Meter.CreateCounter<long>(MetricNames.Outcomes, "{delivery}");

    /// <summary>A mail was taken in for the first time.</summary>
    public static void TookIn(MailId id, MailOrigin origin)
    {
        Activity.Current?.SetTag(TagNames.Mail, id.Value);
        // What follows the colon names a folder, or is a program's free text.
        Received.Add(1, Tag(TagNames.Source, origin.Source.Split(':')[0]));
    }

    /// <summary>A mail was decided about.</summary>
    public static void Decided(JournalEntry entry)
    {
        var (state, rule) = (
            Name(entry.State),
            entry.Reasons.LastOrDefault(reason => reason.Hit && reason.Rule != NoticeStep)?.Rule ?? ""
        );
        Activity.Current?.SetTag(TagNames.State, state).SetTag(TagNames.Rule, rule);
        Routed.Add(1, Tag(TagNames.State, state), Tag(TagNames.Rule, rule));
    }

    /// <summary>A delivery changed. That it is on its queue, or claimed by a run, is no outcome.</summary>
    public static void Changed(MessageDelivery delivery)
    {
        if (delivery.State is DeliveryState.Queued or DeliveryState.Sending)
            return;
        var (state, problem) = (Name(delivery.State), delivery.Problem is { } trouble ? Name(trouble) : "");
        Activity
            .Current?.SetTag(TagNames.State, state)
            .SetTag(TagNames.Problem, problem)
            .SetTag(TagNames.Server, delivery.Server);
        Outcomes.Add(
            1,
            Tag(TagNames.State, state),
            Tag(TagNames.Problem, problem),
            Tag(TagNames.Server, delivery.Server ?? "")
        );
    }

    internal static string Name<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    internal static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
