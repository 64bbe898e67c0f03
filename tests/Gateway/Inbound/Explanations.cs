using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Gateway.Inbound;
using Postern.Tests.Servers;

namespace Postern.Tests.Inbound;

/// <summary>What is explained is what happens.</summary>
internal static class Explanations
{
    /// <summary>Explains a mail, takes it in, and holds the one against the other.</summary>
    public static async Task<JournalEntry> AgreeAsync(TestGateway gateway, byte[] bytes, MailOrigin origin)
    {
        // Two mails at one moment would have no order.
        gateway.Time.Advance(TimeSpan.FromSeconds(1));
        var raw = SpooledContent.Of(bytes);
        var explained = await gateway.Get<InboundExplainer>().ExplainAsync(raw, origin, default);
        var id = await gateway.Get<MailIntake>().TakeInAsync(MailIntake.KeyOf(raw, origin), raw, origin, default);
        await gateway.DrainAsync();

        var entry = await gateway.JournalAsync(id);
        Assert.Equal(entry.State, explained.State);
        Assert.Equal(entry.Reasons, explained.Reasons);
        Assert.Equal(entry.Threads, explained.Postings.Select(posting => posting.Thread));
        Assert.Equal(entry.Notices, explained.Notices);
        Assert.Equal(entry.Candidates, explained.Candidates);
        foreach (var posting in explained.Postings)
        {
            var told = (await gateway.DeliveriesAsync(posting.Thread)).Select(delivery => delivery.Recipient);
            Assert.Equal(told.Order(), posting.Notified.Order());
            var followers = (await gateway.Threads.FindAsync(posting.Thread, default))!.Followers.Select(follower =>
                follower.Address
            );
            Assert.Subset(followers.ToHashSet(), posting.Follow.ToHashSet());
        }
        return entry;
    }
}
