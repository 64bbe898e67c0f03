using Azure.Core;
using Postern.Storage;
using Postern.Tests.Support;

namespace Postern.Tests.Integration;

/// <summary>What another instance or the host does in the worst moment.</summary>
public sealed class InterruptionTests
{
    [Fact]
    public async Task What_is_made_due_again_while_it_is_put_on_its_queue_is_not_forgotten()
    {
        var delete = new Interjection(request => request.Method == RequestMethod.Delete && request.Uri.ToString().Contains($"/{TableNames.Due}(", StringComparison.Ordinal));
        await using var gateway = await Gateway.StartAsync(null, delete);
        var due = gateway.Get<DueStore>();
        var now = gateway.Time.GetUtcNow();
        await due.AddAsync(now, "a delivery", QueueNames.OutboundMail, "{}", default);
        delete.Act = () => due.AddAsync(now, "a delivery", QueueNames.OutboundMail, "{}", default);

        Assert.Equal(1, await due.DrainAsync(now, 100, default));
        Assert.Equal(1, (await due.CountAsync(100, default)).Count);
        Assert.Equal(1, await due.DrainAsync(now, 100, default));
        Assert.Equal(0, (await due.CountAsync(100, default)).Count);
    }

    [Fact]
    public async Task What_two_instances_put_on_its_queue_at_once_fails_neither()
    {
        var delete = new Interjection(request => request.Method == RequestMethod.Delete && request.Uri.ToString().Contains($"/{TableNames.Due}(", StringComparison.Ordinal));
        await using var gateway = await Gateway.StartAsync(null, delete);
        var due = gateway.Get<DueStore>();
        var now = gateway.Time.GetUtcNow();
        await due.AddAsync(now, "a delivery", QueueNames.OutboundMail, "{}", default);
        delete.Act = () => due.DrainAsync(now, 100, default);

        Assert.Equal(1, await due.DrainAsync(now, 100, default));
        Assert.Equal(0, (await due.CountAsync(100, default)).Count);
    }
}
