using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Addresses;

namespace Postern.Core.Threads;

/// <summary>Decides who is notified of a message (P2, P3).</summary>
public static class Notifier
{
    /// <summary>With more outsiders than this nobody is shown the others: that is a mailing, not a conversation.</summary>
    public const int MostShown = 50;

    /// <summary>
    /// The followers who are told: all of a comment, internal ones of a note; never the author, whoever wants no mail, an
    /// address of the gateway's own, or who got the mail directly. In the order of the rows, each once.
    /// </summary>
    public static IReadOnlyList<Follower> Recipients(
        PostingPlan plan,
        IEnumerable<Follower> followers,
        Func<string, bool> getsNone
    ) =>
        InOrder(
            followers
                .Where(follower => follower.Notify == NotificationChannel.Email)
                .Where(follower => plan.Kind == MessageKind.Comment || follower.Internal)
                .Where(follower =>
                    MayGet(plan, follower, getsNone) && plan.Named.All(named => named.Address != follower.Address)
                )
        );

    /// <summary>
    /// Who is told since the message names them: never its author, who has it, an address of ours or an inactive contact. Who follows
    /// counts as the follower that the record knows, which may be internal where no contact says so.
    /// </summary>
    public static IReadOnlyList<Follower> Named(
        PostingPlan plan,
        IReadOnlyList<Follower> known,
        Func<string, bool> getsNone
    ) =>
        [
            .. plan
                .Named.Select(named =>
                    known.FirstOrDefault(follower => follower.Address == named.Address) is { } follower
                        ? AsFollower(named, follower)
                        : named
                )
                .Where(named => named.Notify == NotificationChannel.Email && MayGet(plan, named, getsNone)),
        ];

    /// <summary>Whether somebody follows and is told of every message.</summary>
    public static bool Follows(IEnumerable<Follower> known, string address) =>
        known.Any(follower => follower.Address == address && follower.Notify == NotificationChannel.Email);

    private static Follower AsFollower(Follower named, Follower follower) =>
        follower with
        {
            Internal = follower.Internal || named.Internal,
            Notify = follower.Notify == NotificationChannel.Email ? follower.Notify : named.Notify,
        };

    /// <summary>The outsiders who get a message or have it, as its copies name them; none where they are too many.</summary>
    /// <param name="plan">The message.</param>
    /// <param name="told">Who is told of it.</param>
    /// <param name="known">Who follows the thread, told or not: employees write from foreign domains too.</param>
    public static IReadOnlyList<string> Others(
        PostingPlan plan,
        IEnumerable<Follower> told,
        IEnumerable<Follower> known
    )
    {
        // A mailing shows nobody the others, and a note is for internal people.
        if (plan.Kind == MessageKind.Note || plan.Recipients is not null)
            return [];
        var employees = known.Where(follower => follower.Internal).Select(follower => follower.Address).ToHashSet();
        var outsiders = plan
            .Outsiders.Concat(
                told.Where(follower => !follower.Internal).Select(follower => Shown(follower.Address, follower.Name))
            )
            .Where(text => EmailAddress.TryParse(text, out var address) && !employees.Contains(address.Address))
            .DistinctBy(text => EmailAddress.Parse(text).Address)
            .ToList();
        return outsiders.Count > MostShown ? [] : outsiders;
    }

    /// <summary>An address with its name, as one text that reads back as the same address whatever the name holds.</summary>
    public static string Shown(string address, string? name) =>
        EmailAddress.TryCreate(address, name, out var named)
        && EmailAddress.TryParse(named.ToString(), out var read)
        && read.Address == named.Address
            ? named.ToString()
            : address;

    /// <summary>Who is told of a plan's message on a thread as it is, those who join with it included; null is a thread that is made.</summary>
    public static IReadOnlyList<Follower> Recipients(
        PostingPlan plan,
        ThreadSnapshot? thread,
        Func<string, bool> getsNone
    ) =>
        plan.Recipients is null
            ? Recipients(plan, (thread?.Followers ?? []).Concat(Joining(plan, thread)), getsNone)
            : InOrder(plan.Recipients);

    private static bool MayGet(PostingPlan plan, Follower recipient, Func<string, bool> getsNone) =>
        recipient.Address != plan.Author.Address
        && !plan.HaveIt.Contains(recipient.Address)
        && !getsNone(recipient.Address);

    /// <summary>Who follows the thread from now on and did not before.</summary>
    public static IReadOnlyList<Follower> Joining(PostingPlan plan, ThreadSnapshot? thread) =>
        [.. plan.Follow.Where(follower => thread?.Followers.All(known => known.Address != follower.Address) ?? true)];

    /// <summary>Recipients in the order in which a fan-out goes through them, each once.</summary>
    public static IReadOnlyList<Follower> InOrder(IEnumerable<Follower> recipients) =>
        [
            .. recipients
                .DistinctBy(recipient => recipient.Address)
                .OrderBy(recipient => TableKeys.Escape(recipient.Address), StringComparer.Ordinal),
        ];
}
