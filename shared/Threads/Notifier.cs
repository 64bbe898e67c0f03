using Postern.People;

namespace Postern.Threads;

/// <summary>Decides who is notified of a message (P2, P3).</summary>
public static class Notifier
{
    /// <summary>
    /// The followers who are told: all of a comment, internal ones of a note; never the author, whoever wants no mail, an
    /// address of the gateway's own, or who got the mail directly. In the order of the rows, each once.
    /// </summary>
    public static IReadOnlyList<Follower> Recipients(PostingPlan plan, IEnumerable<Follower> followers, Func<string, bool> isOurs) =>
        InOrder(followers
            .Where(follower => follower.Notify == NotificationChannel.Email)
            .Where(follower => plan.Kind == MessageKind.Comment || follower.Internal)
            .Where(follower => follower.Address != plan.Author.Address && !plan.HaveIt.Contains(follower.Address) && !isOurs(follower.Address)));

    /// <summary>Who is told of a plan's message on a thread as it is, those who join with it included; null is a thread that is made.</summary>
    public static IReadOnlyList<Follower> Recipients(PostingPlan plan, ThreadSnapshot? thread, Func<string, bool> isOurs) =>
        plan.Recipients is null ? Recipients(plan, (thread?.Followers ?? []).Concat(Joining(plan, thread)), isOurs) : InOrder(plan.Recipients);

    /// <summary>Who follows the thread from now on and did not before.</summary>
    public static IReadOnlyList<Follower> Joining(PostingPlan plan, ThreadSnapshot? thread) =>
        [.. plan.Follow.Where(follower => thread?.Followers.All(known => known.Address != follower.Address) ?? true)];

    /// <summary>Recipients in the order in which a fan-out goes through them, each once.</summary>
    public static IReadOnlyList<Follower> InOrder(IEnumerable<Follower> recipients) =>
        [.. recipients.DistinctBy(recipient => recipient.Address).OrderBy(recipient => ThreadRows.Follower(recipient.Address), StringComparer.Ordinal)];
}
