using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Postern.Contracts.Http;
using Postern.Core.Fetching;

namespace Postern.Tests.Fetching;

/// <summary>
/// Mailboxes as servers and other clients change them: mail arrives, disappears, cannot be fetched, UIDVALIDITY
/// changes, a run is interrupted. Every mail that stays is fetched, and none twice under one UIDVALIDITY unless a run
/// was lost.
/// </summary>
public sealed class FetchPlannerProperties
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 10, 0, 0, TimeSpan.Zero);

    [Property]
    public Property Every_mail_of_a_folder_is_taken_once(
        PositiveInt mails,
        PositiveInt batch,
        NonEmptyArray<bool> deleted
    ) =>
        Run(
            View(7, mails.Get),
            batch.Get,
            (_, id) => deleted.Get[(int)(FolderPosition.UidOf(id) % deleted.Get.Length)],
            ListImap
        );

    [Property]
    public Property Every_mail_of_a_POP3_mailbox_is_taken_once_in_whatever_order_it_is_listed(
        PositiveInt mails,
        PositiveInt batch,
        int seed
    ) =>
        Run(
            PopView([.. Enumerable.Range(0, mails.Get).Select(i => $"u{i}")]),
            batch.Get,
            (_, _) => false,
            (_, ids) => Shuffled(ids, seed)
        );

    [Property]
    public Property A_mail_that_fails_is_tried_three_times_and_keeps_nothing_else_from_coming_in(
        PositiveInt mails,
        PositiveInt batch,
        PositiveInt bad
    )
    {
        var failing = FolderPosition.IdOf((uint)((bad.Get % mails.Get) + 1));
        var fetched = new List<string>();
        var position = FolderPositions.Begin(View(1, mails.Get), "account", ImportChoice.Everything, Now);
        for (var run = 0; run < (3 * mails.Get) + 5; run++)
        {
            foreach (var id in FetchPlanner.Next(position, ListImap(position, All(mails.Get)), batch.Get).Take)
            {
                fetched.Add(id);
                position = position.After(id, id == failing ? Failure(position, id) : null);
            }
        }
        var others = All(mails.Get).Where(id => id != failing).Order();
        return (
            fetched.Count(id => id == failing) == FetchRetries.MostAttempts
            && fetched.Where(id => id != failing).Order().SequenceEqual(others)
        ).ToProperty();
    }

    [Property]
    public Property From_now_on_means_the_mail_that_comes_after(NonNegativeInt old, NonNegativeInt fresh)
    {
        var position = FolderPositions.Begin(View(3, old.Get), "account", ImportChoice.FromNow, Now);
        var plan = FetchPlanner.Next(position, ListImap(position, All(old.Get + fresh.Get)), 10_000);
        return (plan.Take.SequenceEqual(All(old.Get + fresh.Get).Skip(old.Get)) && plan.Waiting == 0).ToProperty();
    }

    [Property]
    public Property Another_UIDVALIDITY_looks_at_everything_again_and_passes_by_what_came_before_from_now_on(
        PositiveInt mails,
        PositiveInt since
    )
    {
        var begun = FolderPositions.Begin(View(3, 5), "account", ImportChoice.FromNow, Now);
        var position = FolderPositions.Adopt(
            begun,
            View(4, mails.Get),
            "account",
            ImportChoice.FromNow,
            Now.AddDays(9)
        );
        var listed = ListImap(position, All(mails.Get));
        var (earlier, later) = (Now.AddMinutes(-since.Get), Now.AddMinutes(since.Get));
        var before = Judge(new MailDetails("1", 100, earlier, Seen: true));
        var after = Judge(new MailDetails("1", 100, later, Seen: true));
        // A mail that appears later may be an old one that was moved to the folder.
        var moved = Judge(new MailDetails($"{mails.Get + 1}", 100, earlier, Seen: false));
        return (
            listed.Count == mails.Get
            && before == MailAction.Pass
            && after == MailAction.TakeIn
            && moved == MailAction.TakeIn
        ).ToProperty();

        MailAction Judge(MailDetails mail) => FetchPlanner.Judge(position, mail, unseenOnly: false, 1000).Action;
    }

    [Property]
    public Property Nobody_is_notified_of_an_import_that_is_older_than_a_day_and_of_nothing_else(
        PositiveInt mails,
        int minutes
    )
    {
        var position = FolderPositions.Begin(View(3, mails.Get), "account", ImportChoice.Everything, Now);
        var arrived = Now.AddMinutes(-Math.Abs((long)minutes));
        var silent = FetchPlanner.IsSilent(position, $"{mails.Get}", arrived, arrived, Now);
        return (
            silent == arrived <= Now.AddDays(-1)
            && FetchPlanner.IsSilent(position, $"{mails.Get}", null, null, Now)
            && !FetchPlanner.IsSilent(position, $"{mails.Get + 1}", Now.AddYears(-1), Now.AddYears(-1), Now)
        ).ToProperty();
    }

    [Property]
    public Property Only_mail_that_was_taken_in_is_deleted_later_and_read_again_before(
        PositiveInt old,
        PositiveInt fresh
    )
    {
        var uidls = Enumerable.Range(0, old.Get + fresh.Get).Select(i => $"u{i}").ToList();
        var position = FolderPositions.Begin(PopView([.. uidls.Take(old.Get)]), "account", ImportChoice.FromNow, Now);
        foreach (var id in FetchPlanner.Next(position, uidls, 10_000).Take)
            position = position.After(id, deleting: true);
        return FetchPlanner.Next(position, uidls, 10_000).Take.SequenceEqual(uidls.Skip(old.Get)).ToProperty();
    }

    [Property]
    public Property A_POP3_listing_that_is_short_or_empty_for_a_while_makes_no_old_mail_new(
        PositiveInt mails,
        NonEmptyArray<bool> listed
    )
    {
        var uidls = Enumerable.Range(0, mails.Get).Select(i => $"u{i}").ToList();
        var begun = FolderPositions.Begin(PopView(uidls), "account", ImportChoice.FromNow, Now);
        var shorter = PopView([.. uidls.Where((_, i) => listed.Get[i % listed.Get.Length])]);
        var position = Adopted(begun, shorter, times: 4);
        var whole = FolderPositions.Adopt(position, PopView(uidls), "account", ImportChoice.FromNow, Now);
        return (uidls.TrueForAll(position.Has) && FetchPlanner.Next(whole, uidls, 10_000).Take.Count == 0).ToProperty();
    }

    [Fact]
    public void A_UIDL_that_is_missing_for_long_is_forgotten()
    {
        var begun = FolderPositions.Begin(PopView(["u0", "u1"]), "account", ImportChoice.FromNow, Now);
        var position = Adopted(begun, PopView(["u1"]), times: 6);

        Assert.Equal([FolderPosition.HashOf("u1")], position.Known);
        Assert.Empty(position.Gone);
        Assert.Same(position, Adopted(position, PopView(["u1"]), times: 1));
    }

    [Fact]
    public void Exceptions_are_forgotten_oldest_first_and_only_those_that_were_given_up()
    {
        var exceptions = Enumerable
            .Range(0, 600)
            .ToDictionary(i => $"{i + 1}", i => new FetchException("no", 3, i % 10 == 0 ? null : $"mail{599 - i:000}"));
        var begun = FolderPositions.Begin(View(1, 600), "account", ImportChoice.Everything, Now);

        var trimmed = FolderPositions.Trim(begun with { Exceptions = exceptions }).Exceptions;

        Assert.Equal(500, trimmed.Count);
        Assert.Equal(60, trimmed.Count(exception => exception.Value.Mail is null));
        // Journal ids begin with the newest.
        Assert.DoesNotContain("2", trimmed.Keys);
        Assert.Contains("600", trimmed.Keys);
    }

    [Fact]
    public void A_server_that_deletes_nothing_fills_no_row()
    {
        var position = FolderPositions.Begin(PopView([]), "account", ImportChoice.Everything, Now);
        for (var i = 0; i < 2500; i++)
        {
            var deleted = position.After($"u{i}", deleting: true).After($"u{i}", deleting: true);
            position = FolderPositions.Trim(deleted);
        }

        Assert.Equal((2500, 2000), (position.Known.Count, position.Deleting.Count));
        Assert.Equal(FolderPosition.HashOf("u2499"), position.Deleting[^1]);
    }

    private static Property Run(
        FolderView view,
        int batch,
        Func<int, string, bool> gone,
        Func<FolderPosition, IReadOnlyList<string>, IReadOnlyList<string>> list
    )
    {
        var ids = view.UidValidity == 0 ? view.Uidls : All(view.Count);
        var position = FolderPositions.Adopt(null, view, "account", ImportChoice.Everything, Now);
        var taken = new List<string>();
        for (var run = 0; run <= ids.Count; run++)
        {
            foreach (var id in FetchPlanner.Next(position, list(position, ids), batch).Take)
            {
                if (!gone(run, id))
                    taken.Add(id);
                position = position.After(id);
            }
            position = FolderPositions.Adopt(position, view, "account", ImportChoice.Everything, Now);
        }
        return taken.Order().SequenceEqual(ids.Where(id => !gone(0, id)).Order()).ToProperty();
    }

    private static FolderPosition Adopted(FolderPosition position, FolderView view, int times) =>
        Enumerable
            .Repeat(view, times)
            .Aggregate(
                position,
                (seen, listed) => FolderPositions.Adopt(seen, listed, "account", ImportChoice.FromNow, Now)
            );

    private static FetchException Failure(FolderPosition position, string id)
    {
        var failure = FetchRetries.Trouble(position, id, "NO", Now);
        return failure.Attempts == FetchRetries.MostAttempts ? failure with { Mail = "journal" } : failure;
    }

    private static IReadOnlyList<string> Shuffled(IReadOnlyList<string> ids, int seed) =>
        [.. new System.Random(seed).GetItems(ids.ToArray(), 3 * ids.Count).Concat(ids).Distinct()];

    private static IReadOnlyList<string> ListImap(FolderPosition position, IReadOnlyList<string> ids) =>
        [.. ids.Where(id => FolderPosition.UidOf(id) > position.LowWater)];

    private static List<string> All(int mails) =>
        [.. Enumerable.Range(1, mails).Select(uid => FolderPosition.IdOf((uint)uid))];

    private static FolderView View(uint validity, int mails) =>
        new("INBOX", validity, (uint)mails + 1, mails, false, []);

    private static FolderView PopView(List<string> uidls) => new("INBOX", 0, null, uidls.Count, false, uidls);
}
