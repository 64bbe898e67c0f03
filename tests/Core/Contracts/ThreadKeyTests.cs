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

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a:")]
    [InlineData("a:b:c")]
    [InlineData("a:~000a")]
    public void A_text_that_names_no_thread_is_none(string text) => Assert.False(ThreadKey.TryParse(text, out _));

    [Fact]
    public void A_damaged_escape_is_a_part_of_the_name()
    {
        Assert.True(ThreadKey.TryParse("a:~zzzz", out var key));
        Assert.Equal(new ThreadKey("a", "~zzzz"), key);
    }
}
