using Postern.DevHost.Queues;

namespace Postern.Tests.DevHost;

public sealed class PoisonQueueTests
{
    [Theory]
    [InlineData("inbound-mail", "inbound-mail-poison")]
    [InlineData("inbound-mail-poison", null)]
    public void A_poison_queue_has_none_itself(string queue, string? poison) =>
        Assert.Equal(poison, PoisonQueue.NameFor(queue));

    [Fact]
    public void A_name_of_more_than_56_characters_has_no_room_for_the_suffix()
    {
        Assert.Equal(63, PoisonQueue.NameFor(new string('q', 56))!.Length);
        Assert.Null(PoisonQueue.NameFor(new string('q', 57)));
    }
}
