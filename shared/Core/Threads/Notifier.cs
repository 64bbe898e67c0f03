using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Threads;

/// <summary>Decides who is notified of a message (P2, P3).</summary>
public static class Notifier
{
    /// <summary>
    /// With more outsiders than this, copies do not show the others: that is a mailing, not a conversation.
    /// </summary>
    public const int MostShown = 50;

    /// <summary>All recipients of a message, new followers included, except those whom it names.</summary>
    /// <param name="plan">The message.</param>
    /// <param name="thread">The thread as it is; null when it is created.</param>
    /// <param name="getsNone">
    /// Whether an address gets no notifications: the gateway's own, and inactive contacts.
    /// </param>
    public static IReadOnlyList<Follower> Recipients(
        PostingPlan plan,
        ThreadSnapshot? thread,
        Func<string, bool> getsNone
    )
    {
        if (plan.Recipients is not null)
            return InOrder(plan.Recipients);
        var followers = (thread?.Followers ?? []).Concat(Joining(plan, thread));
        return Recipients(plan, followers, getsNone);
    }

    /// <summary>
    /// The followers who are notified: all of a comment, the internal ones of a note; never the author, a follower who
    /// wants no mail, or one who already has the mail. Each once, in the order of <see cref="InOrder"/>.
    /// </summary>
    public static IReadOnlyList<Follower> Recipients(
        PostingPlan plan,
        IEnumerable<Follower> followers,
        Func<string, bool> getsNone
    )
    {
        var named = plan.Named.Select(recipient => recipient.Address).ToHashSet();
        return InOrder(
            followers
                .Where(follower => follower.Notify == NotificationChannel.Email)
                .Where(follower => plan.Kind == MessageKind.Comment || follower.Internal)
                .Where(follower => MayGet(plan, follower, getsNone) && !named.Contains(follower.Address))
        );
    }

    /// <summary>
    /// The recipients whom the message names and who are notified. A follower among them is taken as the thread knows
    /// it: it may be internal although no contact says so.
    /// </summary>
    public static IReadOnlyList<Follower> Named(
        PostingPlan plan,
        IReadOnlyList<Follower> known,
        Func<string, bool> getsNone
    ) =>
        [
            .. plan
                .Named.Select(recipient => AsKnown(recipient, known))
                .Where(recipient => recipient.Notify == NotificationChannel.Email)
                .Where(recipient => MayGet(plan, recipient, getsNone)),
        ];

    /// <summary>Whether an address is among the followers and notified of every message.</summary>
    public static bool Follows(IEnumerable<Follower> known, string address) =>
        known.Any(follower => follower.Address == address && follower.Notify == NotificationChannel.Email);

    /// <summary>The new followers of a message that did not follow its thread before.</summary>
    public static IReadOnlyList<Follower> Joining(PostingPlan plan, ThreadSnapshot? thread)
    {
        var known = (thread?.Followers ?? []).Select(follower => follower.Address).ToHashSet();
        return [.. plan.Follow.Where(follower => !known.Contains(follower.Address))];
    }

    /// <summary>The recipients in the row order that a fan-out goes through, each once.</summary>
    public static IReadOnlyList<Follower> InOrder(IEnumerable<Follower> recipients) =>
        [
            .. recipients
                .DistinctBy(recipient => recipient.Address)
                .OrderBy(recipient => TableKeys.Escape(recipient.Address), StringComparer.Ordinal),
        ];

    /// <summary>
    /// The outsiders that a message's copies show: those who get it or already have it; none if there are too many.
    /// </summary>
    /// <param name="plan">The message.</param>
    /// <param name="notified">Its recipients.</param>
    /// <param name="known">The followers of the thread: an employee may write from a foreign domain.</param>
    public static IReadOnlyList<string> Others(
        PostingPlan plan,
        IEnumerable<Follower> notified,
        IEnumerable<Follower> known
    )
    {
        var isMailing = plan.Recipients is not null;
        if (isMailing || plan.Kind == MessageKind.Note)
            return [];
        var employees = known.Where(follower => follower.Internal).Select(follower => follower.Address).ToHashSet();
        var recipients = notified
            .Where(follower => !follower.Internal)
            .Select(follower => Shown(follower.Address, follower.Name));
        var outsiders = plan
            .Outsiders.Concat(recipients)
            .Where(text => EmailAddress.TryParse(text, out var address) && !employees.Contains(address.Address))
            .DistinctBy(text => EmailAddress.Parse(text).Address)
            .ToList();
        return outsiders.Count > MostShown ? [] : outsiders;
    }

    /// <summary>
    /// An address with its name as text; without the name if that would not parse back to the same address.
    /// </summary>
    public static string Shown(string address, string? name) =>
        EmailAddress.TryCreate(address, name, out var named)
        && EmailAddress.TryParse(named.ToString(), out var read)
        && read.Address == named.Address
            ? named.ToString()
            : address;

    private static bool MayGet(PostingPlan plan, Follower recipient, Func<string, bool> getsNone) =>
        recipient.Address != plan.Author.Address
        && !plan.HaveIt.Contains(recipient.Address)
        && !getsNone(recipient.Address);

    private static Follower AsKnown(Follower named, IReadOnlyList<Follower> known)
    {
        if (known.FirstOrDefault(follower => follower.Address == named.Address) is not { } follower)
            return named;
        return follower with
        {
            Internal = follower.Internal || named.Internal,
            Notify = follower.Notify == NotificationChannel.Email ? follower.Notify : named.Notify,
        };
    }
}
