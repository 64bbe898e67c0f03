using Postern.Contracts;
using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Core.Finding;

/// <summary>A delivery in a list over many threads.</summary>
public sealed record FoundDelivery
{
    /// <summary>Model of the thread.</summary>
    public required string Model { get; init; }

    /// <summary>Id of the thread.</summary>
    public required string Id { get; init; }

    /// <summary>Key of the message.</summary>
    public required string Message { get; init; }

    /// <summary>Id of the delivery, for the routes that change it.</summary>
    public required string Delivery { get; init; }

    public required string Recipient { get; init; }

    public string? Name { get; init; }

    public required DeliveryState State { get; init; }

    public DeliveryProblem? Problem { get; init; }

    /// <summary>The beginning of the message's subject.</summary>
    public string Subject { get; init; } = "";

    /// <summary>When the message was posted.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When the delivery was changed last.</summary>
    public required DateTimeOffset Changed { get; init; }

    /// <summary>Id of the outgoing server that was used last.</summary>
    public string? Server { get; init; }

    /// <summary>Id of the outgoing server that it waits for.</summary>
    public string? WaitsFor { get; init; }

    /// <summary>While it waits: when it is tried next.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    public int Attempts { get; init; }

    /// <summary>The last reply of the server, or the gateway's reason when there is none.</summary>
    public string? Reply { get; init; }

    /// <summary>The report of a mail system after a server accepted it.</summary>
    public DeliveryReport? Report { get; init; }

    /// <summary>Mass mail.</summary>
    public bool Bulk { get; init; }

    /// <summary>It failed and a person dismissed that.</summary>
    public bool Dismissed { get; init; }

    /// <summary>The delivery as its rows say.</summary>
    public static FoundDelivery Of(ThreadKey thread, MessageDelivery delivery, string subject) =>
        new()
        {
            Model = thread.Model,
            Id = thread.Id,
            Message = delivery.Message,
            Delivery = DeliveryId.Of(delivery).ToString(),
            Recipient = delivery.Recipient,
            Name = delivery.Name,
            State = delivery.State,
            Problem = delivery.Problem,
            Subject = subject,
            Created = DeliveryFilter.TimeOf(delivery.Message),
            Changed = delivery.Changed,
            Server = delivery.Server,
            WaitsFor = delivery.WaitsFor,
            NextAttempt = delivery.NextAttempt,
            Attempts = delivery.Attempts,
            Reply = delivery.Reply,
            Report = delivery.Report,
            Bulk = delivery.Bulk,
            Dismissed = delivery.Dismissed,
        };
}
