using Postern.Journal;
using Postern.Threads;

namespace Postern.Routing;

/// <summary>What becomes of a mail, with every rule that was looked at.</summary>
public sealed record RouteDecision(JournalState State, IReadOnlyList<Reason> Reasons, IReadOnlyList<Route> Routes);

/// <summary>One place that a mail goes to.</summary>
public abstract record Route
{
    private Route()
    {
    }

    /// <summary>Onto a thread that is there.</summary>
    public sealed record Reply(ThreadSnapshot Thread, MessageKind Kind) : Route;

    /// <summary>A new record of the alias's model.</summary>
    public sealed record NewRecord(MailAlias Alias) : Route;

    /// <summary>The one record that all mail to the alias goes to.</summary>
    public sealed record ForcedThread(MailAlias Alias) : Route;

    /// <summary>A new record of the mailbox's fallback model.</summary>
    public sealed record Fallback(string Model) : Route;
}
