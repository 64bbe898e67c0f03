using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Postern.Contracts.Http;
using Postern.Core.Fetching;

namespace Postern.Tests.Fetching;

/// <summary>
/// TestMailboxes as wild as servers and other clients make them: mail comes, goes, is refused by the server, UIDVALIDITY changes, a run stops in the midst.
/// Whatever happens, each mail that stays is dealt with, and none twice under one validity unless a run was lost.
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
            (_, ids) => [.. new System.Random(seed).GetItems(ids.ToArray(), 3 * ids.Count).Concat(ids).Distinct()]
        );

    [Property]
    public Property A_mail_that_fails_is_tried_three_times_and_keeps_nothing_else_from_coming_in(
        PositiveInt mails,
        PositiveInt batch,
        PositiveInt bad
    )
    {
        var (last, tried) = (FolderPosition.IdOf((uint)((bad.Get % mails.Get) + 1)), 0);
        var taken = new List<string>();
        var position = FolderPositions.Begin(View(1, mails.Get), "account", ImportChoice.Everything, Now);
        for (var run = 0; run < (3 * mails.Get) + 5; run++)
        {
            foreach (var id in FetchPlanner.Next(position, ListImap(position, All(mails.Get)), batch.Get).Take)
            {
                if (id != last)
                    taken.Add(id);
                else
                    tried++;
                var trouble = id == last ? FetchRetries.Trouble(position, id, "NO", Now) : null;
                position = position.After(
                    id,
                    trouble is { Attempts: FetchRetries.MostAttempts } ? trouble with { Mail = "journal" } : trouble
                );
            }
        }
        return (
            tried == FetchRetries.MostAttempts
            && taken.Order().SequenceEqual(All(mails.Get).Where(id => id != last).Order())
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
        var before = FetchPlanner.Judge(
            position,
            new MailDetails("1", 100, Now.AddMinutes(-since.Get), Seen: true),
            unseenOnly: false,
            1000
        );
        var after = FetchPlanner.Judge(
            position,
            new MailDetails("1", 100, Now.AddMinutes(since.Get), Seen: true),
            unseenOnly: false,
            1000
        );
        // A mail that comes later may be an old one that somebody moved there.
        var moved = FetchPlanner.Judge(
            position,
            new MailDetails($"{mails.Get + 1}", 100, Now.AddMinutes(-since.Get), Seen: false),
            unseenOnly: false,
            1000
        );
        return (
            listed.Count == mails.Get
            && before.Action == MailAction.Pass
            && after.Action == MailAction.TakeIn
            && moved.Action == MailAction.TakeIn
        ).ToProperty();
    }

    [Property]
    public Property Nobody_is_notified_of_an_import_that_is_older_than_a_day_and_of_nothing_else(
        PositiveInt mails,
        int minutes
    )
    {
        var position = FolderPositions.Begin(View(3, mails.Get), "account", ImportChoice.Everything, Now);
        var arrived = Now.AddMinutes(-Math.Abs((long)minutes));
        var silent = FetchPlanner.IsSilent(position, $"{mails.Get}", arrived, Now);
        return (
            silent == arrived <= Now.AddDays(-1)
            && FetchPlanner.IsSilent(position, $"{mails.Get}", null, Now)
            && !FetchPlanner.IsSilent(position, $"{mails.Get + 1}", Now.AddYears(-1), Now)
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
        var position = Enumerable
            .Range(0, 4)
            .Aggregate(
                begun,
                (position, _) => FolderPositions.Adopt(position, shorter, "account", ImportChoice.FromNow, Now)
            );
        var whole = FolderPositions.Adopt(position, PopView(uidls), "account", ImportChoice.FromNow, Now);
        return (uidls.TrueForAll(position.Has) && FetchPlanner.Next(whole, uidls, 10_000).Take.Count == 0).ToProperty();
    }

    [Xunit.Fact]
    public void A_UIDL_that_is_missing_for_long_is_forgotten()
    {
        var begun = FolderPositions.Begin(PopView(["u0", "u1"]), "account", ImportChoice.FromNow, Now);
        var position = Enumerable
            .Range(0, 6)
            .Aggregate(
                begun,
                (position, _) => FolderPositions.Adopt(position, PopView(["u1"]), "account", ImportChoice.FromNow, Now)
            );

        Xunit.Assert.Equal([FolderPosition.HashOf("u1")], position.Known);
        Xunit.Assert.Empty(position.Gone);
        Xunit.Assert.Same(
            position,
            FolderPositions.Adopt(position, PopView(["u1"]), "account", ImportChoice.FromNow, Now)
        );
    }

    [Xunit.Fact]
    public void Exceptions_are_forgotten_oldest_first_and_only_those_that_were_given_up()
    {
        var exceptions = Enumerable
            .Range(0, 600)
            .ToDictionary(i => $"{i + 1}", i => new FetchException("no", 3, i % 10 == 0 ? null : $"mail{599 - i:000}"));
        var trimmed = FetchPlanner
            .Trim(
                FolderPositions.Begin(View(1, 600), "account", ImportChoice.Everything, Now) with
                {
                    Exceptions = exceptions,
                }
            )
            .Exceptions;

        Xunit.Assert.Equal(500, trimmed.Count);
        Xunit.Assert.Equal(60, trimmed.Count(exception => exception.Value.Mail is null));
        // Journal ids begin with the newest.
        Xunit.Assert.DoesNotContain("2", trimmed.Keys);
        Xunit.Assert.Contains("600", trimmed.Keys);
    }

    [Xunit.Fact]
    public void A_server_that_deletes_nothing_fills_no_row()
    {
        var begun = FolderPositions.Begin(PopView([]), "account", ImportChoice.Everything, Now);
        var position = Enumerable
            .Range(0, 2500)
            .Aggregate(
                begun,
                (position, i) =>
                    FolderPositions.Trim(position.After($"u{i}", deleting: true).After($"u{i}", deleting: true))
            );

        Xunit.Assert.Equal((2500, 2000), (position.Known.Count, position.Deleting.Count));
        Xunit.Assert.Equal(FolderPosition.HashOf("u2499"), position.Deleting[^1]);
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

    private static IReadOnlyList<string> ListImap(FolderPosition position, IReadOnlyList<string> ids) =>
        [.. ids.Where(id => FolderPosition.UidOf(id) > position.LowWater)];

    private static List<string> All(int mails) =>
        [.. Enumerable.Range(1, mails).Select(uid => FolderPosition.IdOf((uint)uid))];

    private static FolderView View(uint validity, int mails) =>
        new("INBOX", validity, (uint)mails + 1, mails, false, []);

    private static FolderView PopView(List<string> uidls) => new("INBOX", 0, null, uidls.Count, false, uidls);
}
