using Postern.Core.Attention;
using Postern.Core.Threads;

namespace Postern.Tests.Threads;

public sealed class PostStatusTests
{
    private static readonly ThreadHead Thread = new()
    {
        Model = "order",
        Id = "1",
        Token = "t",
        Subject = "s",
        Created = DateTimeOffset.UnixEpoch,
    };

    private static readonly PostingPlan Plan = new()
    {
        Thread = Thread,
        Message = "key",
        Time = DateTimeOffset.UnixEpoch,
        Author = new MessageAuthor("a@b.example", null, true),
        MessageId = "m@b.example",
    };

    private static readonly ThreadMessage Message = new()
    {
        Key = "key",
        Thread = Thread,
        Time = Plan.Time,
        Author = Plan.Author,
        MessageId = Plan.MessageId,
    };

    private static readonly AttentionItem Failed = Item(AttentionKind.Failed, "It failed.");
    private static readonly AttentionItem Rejected = Item(AttentionKind.Rejected, "It is another.");

    [Fact]
    public void A_message_is_queued_then_accepted_and_done_with_its_last_delivery()
    {
        Assert.Equal((PostState.Queued, null), PostStatus.StateOf(null, null, []));
        Assert.Equal((PostState.Accepted, null), PostStatus.StateOf(Plan, null, []));
        Assert.Equal((PostState.Accepted, null), PostStatus.StateOf(Plan, Message with { FanOut = "f:x" }, []));
        Assert.Equal((PostState.Done, null), PostStatus.StateOf(Plan, Message, []));
    }

    [Fact]
    public void What_failed_or_was_rejected_before_it_was_decided_says_why()
    {
        Assert.Equal((PostState.Attention, Rejected.Reason), PostStatus.StateOf(null, null, [Rejected]));
        Assert.Equal((PostState.Attention, Failed.Reason), PostStatus.StateOf(Plan, null, [Rejected, Failed]));
        var partly = Message with { FanOut = "f:x" };
        Assert.Equal((PostState.Attention, Failed.Reason), PostStatus.StateOf(Plan, partly, [Failed]));
    }

    [Fact]
    public void That_another_message_with_its_id_was_rejected_changes_nothing_about_the_first()
    {
        Assert.Equal((PostState.Accepted, null), PostStatus.StateOf(Plan, null, [Rejected]));
        Assert.Equal((PostState.Done, null), PostStatus.StateOf(Plan, Message, [Rejected, Failed]));
    }

    private static AttentionItem Item(AttentionKind kind, string reason) =>
        new()
        {
            Id = "i",
            Kind = kind,
            Time = DateTimeOffset.UnixEpoch,
            Reason = reason,
        };
}
