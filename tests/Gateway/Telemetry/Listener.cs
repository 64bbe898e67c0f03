using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Postern.Gateway.Telemetry;

namespace Postern.Tests.Telemetry;

/// <summary>Hears everything that the gateway says of itself: spans, measurements and logs.</summary>
internal sealed class Listener : ILoggerProvider
{
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();

    public Listener()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MailTrace.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = Spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == MailMetrics.MeterName)
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>(
            (instrument, value, tags, _) =>
                Measurements.Enqueue(new(instrument.Name, value, tags.ToArray().ToDictionary()))
        );
        _meters.SetMeasurementEventCallback<double>(
            (instrument, value, tags, _) =>
                Measurements.Enqueue(new(instrument.Name, value, tags.ToArray().ToDictionary()))
        );
        _meters.Start();
    }

    public ConcurrentQueue<Activity> Spans { get; } = new();

    public ConcurrentQueue<Measurement> Measurements { get; } = new();

    public ConcurrentQueue<string> Logs { get; } = new();

    /// <summary>All of it as text.</summary>
    public string Text =>
        string.Join(
            '\n',
            Logs.Concat(Measurements.Select(measurement => $"{measurement.Name} {string.Join(' ', measurement.Tags)}"))
                .Concat(
                    Spans.Select(span =>
                        $"{span.DisplayName} {span.StatusDescription} {string.Join(' ', span.TagObjects)} "
                        + $"{string.Join(' ', span.Baggage)} "
                        + string.Join(' ', span.Events.SelectMany(e => e.Tags.Select(tag => $"{e.Name} {tag}")))
                    )
                )
        );

    /// <summary>The last value of an instrument.</summary>
    public double Last(string name, string tag = "", string value = "") =>
        Measurements
            .Last(measurement =>
                measurement.Name == name && (tag.Length == 0 || (string?)measurement.Tags[tag] == value)
            )
            .Value;

    public ILogger CreateLogger(string categoryName) => new LogLines(categoryName, Logs);

    public void Dispose()
    {
        _activities.Dispose();
        _meters.Dispose();
    }

    internal sealed record Measurement(string Name, double Value, IReadOnlyDictionary<string, object?> Tags);

    private sealed class LogLines(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            lines.Enqueue($"{category} scope {state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => lines.Enqueue($"{category} {logLevel} {formatter(state, exception)} {exception}");
    }
}
