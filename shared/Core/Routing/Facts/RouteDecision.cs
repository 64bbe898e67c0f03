using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Notices;
using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Core.Routing.Facts;

/// <summary>What becomes of a mail, with every rule that was looked at.</summary>
public sealed record RouteDecision(JournalState State, IReadOnlyList<Reason> Reasons, IReadOnlyList<Route> Routes)
{
    /// <summary>What the sender is told; those that are withheld say why.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>What is shown at deliveries and counts against addresses, when the mail is a report.</summary>
    public IReadOnlyList<DeliveryReport> Reports { get; init; } = [];

    /// <summary>A parked mail's threads to choose from.</summary>
    public IReadOnlyList<ThreadKey> Candidates { get; init; } = [];

    /// <summary>The aliases that were decided about, taken or refused.</summary>
    public IReadOnlyList<MailAlias> Aliases { get; init; } = [];
}

/// <summary>One place that a mail goes to.</summary>
public abstract record Route
{
    private Route() { }

    /// <summary>Onto a thread that is there.</summary>
    /// <param name="Thread">The thread.</param>
    /// <param name="Kind">A note answers a note.</param>
    /// <param name="Quiet">Nobody is notified.</param>
    public sealed record Reply(ThreadSnapshot Thread, MessageKind Kind, bool Quiet = false) : Route;

    /// <summary>Onto a thread that a message names and that is not there, or not yet: it is made.</summary>
    public sealed record MissingThread(ThreadKey Thread) : Route;

    /// <summary>A new record of the alias's model.</summary>
    public sealed record NewRecord(MailAlias Alias) : Route;

    /// <summary>The one record that all mail to the alias goes to.</summary>
    public sealed record ForcedThread(MailAlias Alias) : Route;

    /// <summary>A new record of the mailbox's fallback model.</summary>
    public sealed record Fallback(string Model) : Route;
}
