using Postern.Contracts;

namespace Postern.Tests.Contracts;

public sealed class ThreadKeyTests
{
    [Theory]
    [InlineData("helpdesk.ticket", "42")]
    [InlineData("a:b", "c/d?e#f\\g")]
    [InlineData("modèle", "~0041")]
    public void A_thread_s_partition_names_it(string model, string id)
    {
        Assert.True(ThreadKey.TryParse(new ThreadKey(model, id).Partition, out var key));
        Assert.Equal(new ThreadKey(model, id), key);
    }
}
