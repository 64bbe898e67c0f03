using System.Diagnostics;
using Postern.Core.Journal;
using Postern.Gateway.Telemetry;

namespace Postern.Tests.Telemetry;

[Collection(TelemetryCollection.Name)]
public sealed class MailTraceTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_mail_has_one_trace_whenever_it_is_taken_in() =>
        Assert.Equal(
            MailTrace.IdOf(MailId.Create(Now, "a.eml").Value),
            MailTrace.IdOf(MailId.Create(Now.AddDays(30), "a.eml").Value)
        );

    [Fact]
    public void Another_mail_has_another() =>
        Assert.NotEqual(
            MailTrace.IdOf(MailId.Create(Now, "a.eml").Value),
            MailTrace.IdOf(MailId.Create(Now, "b.eml").Value)
        );

    /// <summary>The worker's own span of a run is not exported; it only continues the trace of the host.</summary>
    [Fact]
    public void A_step_is_linked_to_the_run_of_the_host_which_the_worker_continues()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is MailTrace.SourceName or "a worker",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Source.Name == "a worker"
                    ? ActivitySamplingResult.PropagationData
                    : ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var worker = new ActivitySource("a worker");
        var host = new ActivityContext(
            ActivityTraceId.CreateRandom(),
            ActivitySpanId.CreateRandom(),
            ActivityTraceFlags.Recorded
        );

        using var run = worker.StartActivity("run", ActivityKind.Server, host);
        using var step = MailTrace.Route(MailId.Create(Now, "a.eml"));

        var link = Assert.Single(step!.Links).Context;
        Assert.Equal((host.TraceId, host.SpanId), (link.TraceId, link.SpanId));
    }

    [Fact]
    public void Without_a_listener_nothing_is_begun() => Assert.Null(MailTrace.Route(MailId.Create(Now, "a.eml")));
}
