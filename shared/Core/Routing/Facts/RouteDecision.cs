using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Journal;
using Postern.Core.Notices;
using Postern.Core.Reports;
using Postern.Core.Threads;

namespace Postern.Core.Routing.Facts;

/// <summary>Where a mail goes, with the reason of every rule that was asked.</summary>
public sealed record RouteDecision(JournalState State, IReadOnlyList<Reason> Reasons, IReadOnlyList<Route> Routes)
{
    /// <summary>Notices to the sender, those that are withheld included.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>When the mail is a report: what is shown at deliveries and counts against addresses.</summary>
    public IReadOnlyList<DeliveryReport> Reports { get; init; } = [];

    /// <summary>The threads that a person can choose from when the mail is not routed.</summary>
    public IReadOnlyList<ThreadKey> Candidates { get; init; } = [];

    /// <summary>The aliases that accepted or refused the mail.</summary>
    public IReadOnlyList<MailAlias> Aliases { get; init; } = [];
}

/// <summary>One destination of a mail.</summary>
public abstract record Route
{
    private Route() { }

    /// <summary>The alias that accepted the mail; null when it was routed by something else.</summary>
    internal MailAlias? AcceptingAlias =>
        this switch
        {
            NewRecord made => made.Alias,
            ForcedThread forced => forced.Alias,
            _ => null,
        };

    /// <summary>An existing thread.</summary>
    /// <param name="Thread">The thread.</param>
    /// <param name="Kind">An answer to a note is a note.</param>
    /// <param name="Quiet">Nobody is notified.</param>
    public sealed record Reply(ThreadSnapshot Thread, MessageKind Kind, bool Quiet = false) : Route;

    /// <summary>A thread that a message of ours names but that does not exist (yet): it is created.</summary>
    public sealed record MissingThread(ThreadKey Thread) : Route;

    /// <summary>A new record of the alias's model.</summary>
    public sealed record NewRecord(MailAlias Alias) : Route;

    /// <summary>The one record to which all mail to the alias goes.</summary>
    public sealed record ForcedThread(MailAlias Alias) : Route;

    /// <summary>A new record of the mailbox's fallback model.</summary>
    public sealed record Fallback(string Model) : Route;
}
