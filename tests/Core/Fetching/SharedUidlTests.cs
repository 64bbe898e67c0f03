using Postern.Contracts.Http;
using Postern.Core.Fetching;

namespace Postern.Tests.Fetching;

/// <summary>POP3: mails that share a UIDL, and mails that came after the first reading.</summary>
public sealed class SharedUidlTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 10, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Mails_of_one_UIDL_share_a_key_and_have_keys_of_their_own_beside_it()
    {
        var position = FolderPositions.Begin(View("x"), "account", ImportChoice.FromNow, Now);
        var (one, other) = (new SharedUidl("x", "aaa").Id, new SharedUidl("x", "bbb").Id);

        Assert.Equal(position.KeyOf("s", "x"), position.KeyOf("s", one));
        Assert.Equal(position.KeyOf("s", "x"), position.OwnKeyOf("s", "x"));
        Assert.Equal(3, new[] { "x", one, other }.Select(id => position.OwnKeyOf("s", id)).Distinct().Count());
        Assert.Equal([one, other], FetchPlanner.Next(position, [one, other], 10).Take);
        Assert.Equal(new SharedUidl("x", "bbb"), SharedUidl.Of(other));
        Assert.Equal(new SharedUidl("x", null), SharedUidl.Of("x"));
    }

    [Fact]
    public void A_UIDL_that_is_shared_for_a_while_is_not_forgotten()
    {
        var position = FolderPositions.Begin(View("x"), "account", ImportChoice.FromNow, Now);
        for (var run = 0; run < 9; run++)
            position = FolderPositions.Adopt(position, View("x a", "x b", "x"), "account", ImportChoice.FromNow, Now);

        Assert.Empty(FetchPlanner.Next(position, ["x"], 10).Take);
    }

    [Fact]
    public void Only_mail_whose_UIDL_was_there_at_the_first_look_or_that_was_delivered_before_is_old()
    {
        var position = FolderPositions.Begin(View("old", "failed"), "account", ImportChoice.Everything, Now);
        Assert.True(Silent("old", null, null));
        Assert.False(Silent("new", null, null));
        // The sender's clock, without a trace of a server.
        Assert.False(Silent("new", DateTimeOffset.UnixEpoch, null));
        Assert.True(Silent("renamed", Now.AddDays(-9), Now.AddDays(-9)));

        var failed = new FetchException("NO", 1);
        position = position.After("old").After("failed", failed);
        Assert.True(Silent("failed", null, null));
        position = FolderPositions.Adopt(position, View("old", "new"), "account", ImportChoice.Everything, Now);
        Assert.Empty(position.AtStart!);
        Assert.False(Silent("new", null, null));

        bool Silent(string id, DateTimeOffset? arrived, DateTimeOffset? delivered) =>
            FetchPlanner.IsSilent(position, id, arrived, delivered, Now.AddHours(1));
    }

    [Fact]
    public void A_position_of_an_older_version_takes_undated_mail_for_new()
    {
        var position = FolderPositions.Begin(View("old"), "account", ImportChoice.Everything, Now) with
        {
            AtStart = null,
        };
        Assert.False(FetchPlanner.IsSilent(position, "old", null, null, Now));
        Assert.True(FetchPlanner.IsSilent(position, "old", Now.AddDays(-2), Now.AddDays(-2), Now));
        Assert.Null(position.After("old").AtStart);
    }

    private static FolderView View(params string[] uidls) => new("INBOX", 0, null, uidls.Length, false, uidls);
}
