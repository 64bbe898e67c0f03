using Postern.Core.Threads;

namespace Postern.Core.Retention;

/// <summary>When something last happened on a thread, and whether something is still to happen.</summary>
public sealed record ThreadActivity
{
    /// <summary>When the newest message was posted; null without one.</summary>
    public DateTimeOffset? Newest { get; init; }

    /// <summary>The newest message; null without one.</summary>
    public ThreadMessage? Message { get; init; }

    /// <summary>When the newest message, or outcome of a delivery, came.</summary>
    public DateTimeOffset Last { get; init; }

    /// <summary>Whether a delivery is not at its end, or not written yet.</summary>
    public bool Waits { get; init; }

    public ThreadActivity With(ThreadHead head) => this with { Last = Later(Last, head.Created) };

    /// <summary>The activity with a message; the newest one comes first.</summary>
    public ThreadActivity With(ThreadMessage message, DateTimeOffset posted) =>
        this with
        {
            Newest = Newest ?? posted,
            Message = Message ?? message,
            Last = Later(Last, posted),
            Waits = Waits || message.FanOut is not null,
        };

    public ThreadActivity With(MessageDelivery delivery) =>
        this with
        {
            Last = Later(Later(Last, delivery.Changed), delivery.Report?.Time ?? default),
            Waits = Waits || Erasing.ErasedMessages.IsUnsent(delivery),
        };

    /// <summary>Whether nothing has happened since a time, nor is to happen.</summary>
    public bool IsOver(DateTimeOffset since) => !Waits && Last <= since;

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
